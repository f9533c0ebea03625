using System.Reflection;
using Newtonsoft.Json.Serialization;

namespace Opper;

/// <summary>The attributes of a member; on a positional record they stand on the constructor's parameter.</summary>
internal static class MemberAttributes
{
    public static MemberInfo? MemberOf(JsonProperty property)
        => property.DeclaringType?.GetMember(property.UnderlyingName!, BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic).FirstOrDefault(member => member is PropertyInfo or FieldInfo);

    public static IReadOnlyList<Attribute> Of(JsonProperty property)
    {
        if (MemberOf(property) is not { } member)
        {
            return [];
        }

        var parameters = member.DeclaringType!.GetConstructors()
            .SelectMany(constructor => constructor.GetParameters())
            .Where(parameter => string.Equals(parameter.Name, member.Name, StringComparison.OrdinalIgnoreCase));
        // A static call, as the instance one does not look at what an overridden property inherits.
        return [.. Attribute.GetCustomAttributes(member, inherit: true), .. parameters.SelectMany(parameter => parameter.GetCustomAttributes<Attribute>())];
    }
}
