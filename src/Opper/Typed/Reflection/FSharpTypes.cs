using System.Reflection;

namespace Opper.Typed;

/// <summary>Recognizes F# types. By name, because FSharp.Core is not referenced.</summary>
internal static class FSharpTypes
{
    private const int Sum = 1;
    private const int Record = 2;

    /// <summary>The type argument of an option, or <see langword="null"/> for other types.</summary>
    public static Type? Option(Type type) =>
        type is { IsGenericType: true, Namespace: "Microsoft.FSharp.Core", Name: "FSharpOption`1" or "FSharpValueOption`1" }
            ? type.GetGenericArguments()[0]
            : null;

    public static bool IsUnion(Type type) => Kind(type) == Sum;

    /// <summary>Whether it is a record, whose members are non-nullable although F# emits no annotations.</summary>
    public static bool IsRecord(Type? type) => type is not null && Kind(type) == Record;

    // SourceConstructFlags: the lower five bits are the kind, the others its accessibility.
    private static int Kind(Type type) =>
        type.GetCustomAttributesData().FirstOrDefault(static data => data.AttributeType is { Namespace: "Microsoft.FSharp.Core",
            Name: "CompilationMappingAttribute" }) is { ConstructorArguments: [{ Value: int flags }, ..] } ? flags & 31 : 0;
}
