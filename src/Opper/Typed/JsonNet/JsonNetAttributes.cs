using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;

namespace Opper.Typed;

/// <summary>Finds Json.NET's attributes by name, so that Json.NET is loaded only for types that use it.</summary>
internal static class JsonNetAttributes
{
    private const string Library = "Newtonsoft.Json";

    private static readonly ConcurrentDictionary<Assembly, bool> Referring = new();

    /// <summary>Whether the type or one of its base types is from an assembly that references Json.NET.</summary>
    [RequiresUnreferencedCode(TypeSource.ReflectionMessage)]
    public static bool MayBeOn(Type type)
    {
        for (var current = type; current is not null; current = current.BaseType)
        {
            if (Referring.GetOrAdd(current.Assembly, Refers))
            {
                return true;
            }
        }

        return false;
    }

    public static bool Has(MemberInfo member, string attribute) => Find(member, attribute) is not null;

    public static CustomAttributeData? Find(MemberInfo member, string attribute) => Find(member.GetCustomAttributesData(), attribute);

    public static CustomAttributeData? Find(ParameterInfo parameter, string attribute) => Find(parameter.GetCustomAttributesData(), attribute);

    public static bool IsOfJsonNet(Type type) => type.Namespace?.StartsWith(Library, StringComparison.Ordinal) == true;

    private static CustomAttributeData? Find(IEnumerable<CustomAttributeData> attributes, string name) =>
        attributes.FirstOrDefault(data => data.AttributeType.Name == name && data.AttributeType.Namespace == Library);

    [RequiresUnreferencedCode(TypeSource.ReflectionMessage)]
    private static bool Refers(Assembly assembly) =>
        assembly.IsDynamic || assembly.GetReferencedAssemblies().Any(static name => name.Name == Library);
}
