using System.Reflection;

namespace Opper.Typed;

/// <summary>Types that cannot be serialized, and the reasons.</summary>
internal static class UnsupportedTypes
{
    /// <returns>The reason, or <see langword="null"/> if the type is supported.</returns>
    public static string? Reason(Type type) => type switch
    {
        _ when type.IsPointer || type.IsByRef || type == typeof(IntPtr) || type == typeof(UIntPtr) => Refusals.Pointer,
        _ when type.ContainsGenericParameters => Refusals.OpenArguments,
        _ when typeof(Delegate).IsAssignableFrom(type) => Refusals.Delegate,
        _ when typeof(Stream).IsAssignableFrom(type)
            || (!type.IsArray && type.FullName?.StartsWith("System.Collections.Generic.IAsyncEnumerable`", StringComparison.Ordinal) == true) =>
            Refusals.Stream,
        _ when typeof(MemberInfo).IsAssignableFrom(type) || typeof(Task).IsAssignableFrom(type) || typeof(Exception).IsAssignableFrom(type)
            || type == typeof(System.Text.StringBuilder) => Refusals.NoData,
        _ when type == typeof(System.Collections.Stack) => Refusals.Collection,
        _ when type.FullName?.StartsWith("System.ValueTuple`", StringComparison.Ordinal) == true
            || type.FullName?.StartsWith("System.Tuple`", StringComparison.Ordinal) == true => Refusals.Tuple,
        _ when type.IsArray && type.GetArrayRank() > 1 => Refusals.Dimensions,
        _ when type.IsEnum && Enum.GetNames(type).Length == 0 => Refusals.NoNames,
        _ => null,
    };
}
