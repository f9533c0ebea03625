using System.Reflection;

namespace Opper;

/// <summary>What F# writes down about its types, by name, as its library is loaded for those alone that use it.</summary>
internal static class FSharpTypes
{
    private const int Sum = 1;
    private const int Record = 2;

    /// <summary>The value of an option, or <see langword="null"/> for other types.</summary>
    public static Type? Option(Type type)
        => type is { IsGenericType: true, Namespace: "Microsoft.FSharp.Core", Name: "FSharpOption`1" or "FSharpValueOption`1" } ? type.GetGenericArguments()[0] : null;

    public static bool IsUnion(Type type) => Kind(type) == Sum;

    /// <summary>Whether it is a record, whose members are never null although its compiler does not say so.</summary>
    public static bool IsRecord(Type? type) => type is not null && Kind(type) == Record;

    // The lower bits say what it is, the others who may see it.
    private static int Kind(Type type)
        => type.GetCustomAttributesData().FirstOrDefault(static data => data.AttributeType is { Namespace: "Microsoft.FSharp.Core", Name: "CompilationMappingAttribute" }) is { ConstructorArguments: [{ Value: int flags }, ..] } ? flags & 31 : 0;
}
