using System.ComponentModel.DataAnnotations;
using System.Reflection;

namespace Opper;

/// <summary>Whether a member of a caller's type must be there, and may be null.</summary>
internal static class Nullability
{
    public static bool IsRequired(MemberInfo member)
        => member.IsDefined(typeof(RequiredAttribute))
            || HasAttribute(member, "System.Runtime.CompilerServices.RequiredMemberAttribute")
            || HasAttribute(member, "System.Text.Json.Serialization.JsonRequiredAttribute")
            || !IsNullable(member);

    /// <summary>A member of code that does not say counts as one that may be null.</summary>
    public static bool IsNullable(MemberInfo member)
    {
        if (member.IsDefined(typeof(RequiredAttribute)))
        {
            return false;
        }

        var annotation = TypeNullability.Of(member);
        return annotation.Type.IsValueType ? annotation.MayBeNull : annotation.Flag != TypeNullability.NotNull;
    }

    private static bool HasAttribute(MemberInfo member, string name)
        => member.GetCustomAttributesData().Any(data => data.AttributeType.FullName == name);
}
