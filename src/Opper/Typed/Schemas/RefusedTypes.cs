using System.Reflection;

namespace Opper;

/// <summary>The types that JSON cannot carry, and why.</summary>
internal static class RefusedTypes
{
    public const string Abstract = "an interface or abstract class cannot be made from JSON; name its derived types with [JsonDerivedType]";

    /// <returns>The reason, or <see langword="null"/> where there is none.</returns>
    public static string? Reason(Type type) => type switch
    {
        _ when type.IsPointer || type.IsByRef || type == typeof(IntPtr) || type == typeof(UIntPtr) => "pointers are not data",
        _ when type.ContainsGenericParameters => "its type arguments are open",
        _ when typeof(Delegate).IsAssignableFrom(type) => "delegates are not data",
        _ when typeof(Stream).IsAssignableFrom(type) => "streams are not JSON",
        _ when typeof(MemberInfo).IsAssignableFrom(type) || typeof(Task).IsAssignableFrom(type) => "it is no data type",
        _ when type.FullName?.StartsWith("System.ValueTuple`", StringComparison.Ordinal) == true || type.FullName?.StartsWith("System.Tuple`", StringComparison.Ordinal) == true
            => "tuples have no names for their members; use a record",
        _ when type.IsArray && type.GetArrayRank() > 1 => "arrays of several dimensions are not JSON; use arrays of arrays",
        _ => null,
    };
}
