using Microsoft.CodeAnalysis;

namespace Opper.Analyzers;

/// <summary>Types that a converter handles, and types about which nothing is known.</summary>
internal static class ValueTypes
{
    private static readonly HashSet<string> Names = new(StringComparer.Ordinal)
    {
        "System.Guid", "System.DateTimeOffset", "System.TimeSpan", "System.DateOnly", "System.TimeOnly", "System.Uri", "System.Version", "System.Half",
        "System.Int128", "System.UInt128",
        "System.Memory", "System.ReadOnlyMemory", "System.Type", "System.Numerics.BigInteger", "System.Runtime.Serialization.SerializationInfo",
        "System.Text.Json.JsonElement", "System.Text.Json.JsonDocument",
    };

    // Types that have a single string representation, as keys of a JSON object require.
    private static readonly HashSet<string> KeyNames = new(StringComparer.Ordinal)
    {
        "System.Guid", "System.DateTimeOffset", "System.TimeSpan", "System.DateOnly", "System.TimeOnly", "System.Uri", "System.Version", "System.Int128",
        "System.UInt128", "System.Numerics.BigInteger",
    };

    public static bool Contains(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol array => array is { Rank: 1, ElementType.SpecialType: SpecialType.System_Byte },
        { SpecialType: not (SpecialType.None or SpecialType.System_Enum or SpecialType.System_ValueType) and not (>= SpecialType.System_Array
            and <= SpecialType.System_Collections_Generic_IReadOnlyCollection_T) } => true,
        { TypeKind: TypeKind.Enum or TypeKind.Delegate or TypeKind.Pointer or TypeKind.FunctionPointer or TypeKind.Dynamic or TypeKind.Error
            or TypeKind.TypeParameter } => true,
        INamedTypeSymbol named => Names.Contains($"{named.ContainingNamespace.ToDisplayString()}.{named.Name}") || IsOfLibrary(named) || IsConverted(named),
        _ => true,
    };

    /// <returns>Whether the type can be the key of a JSON object; <see langword="null"/> if that cannot be determined.</returns>
    public static bool? CanBeKey(ITypeSymbol type) => type switch
    {
        { SpecialType: SpecialType.System_Object } or { TypeKind: TypeKind.TypeParameter or TypeKind.Error or TypeKind.Dynamic } => null,
        { TypeKind: TypeKind.Enum } => type.HasConverter() ? null : true,
        { SpecialType: SpecialType.System_String or SpecialType.System_Char or SpecialType.System_DateTime } => true,
        { SpecialType: >= SpecialType.System_SByte and <= SpecialType.System_UInt64 } => true,
        INamedTypeSymbol named when KeyNames.Contains($"{named.ContainingNamespace.ToDisplayString()}.{named.Name}") => true,
        _ => false,
    };

    private static bool IsOfLibrary(INamedTypeSymbol type) =>
        type.ContainingAssembly?.Name is { } assembly
            && (assembly == "Opper" || assembly.StartsWith("Opper.Extensions", StringComparison.Ordinal) || assembly == "FSharp.Core")
            || type.IsOrDerivesFrom("System.Text.Json.Nodes", "JsonNode") || type.IsOrDerivesFrom("Newtonsoft.Json.Linq", "JToken");

    // Json.NET's converters are inherited; its polymorphic types are recognized by the attributes of the usual libraries.
    private static bool IsConverted(INamedTypeSymbol type) => type.HasConverter()
        || type.SelfAndBases().Any(static current => current.FindJsonNet("JsonConverter") is not null)
        || type.SelfAndBases().Concat(type.AllInterfaces).Any(
            static current => current.GetAttributes().Any(static data => data.AttributeClass?.Name is "KnownSubTypeAttribute" or "JsonInheritanceAttribute"));
}
