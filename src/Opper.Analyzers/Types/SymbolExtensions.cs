using Microsoft.CodeAnalysis;

namespace Opper.Analyzers;

/// <summary>Queries on symbols.</summary>
internal static class SymbolExtensions
{
    private const string Serialization = "System.Text.Json.Serialization";
    private const string JsonNet = "Newtonsoft.Json";

    /// <summary>Whether all members are visible: for a referenced assembly, the compiler loads only the accessible ones.</summary>
    public static bool IsSource(this ISymbol symbol) =>
        symbol.OriginalDefinition.DeclaringSyntaxReferences.Length > 0 || symbol.Locations.Any(static location => location.IsInSource);

    public static bool IsIn(this ISymbol? symbol, string space) => symbol?.ContainingNamespace?.ToDisplayString() == space;

    public static bool Is(this ISymbol? symbol, string space, string name) => symbol is not null && symbol.Name == name && symbol.IsIn(space);

    public static IEnumerable<INamedTypeSymbol> SelfAndBases(this ITypeSymbol type)
    {
        for (var current = type as INamedTypeSymbol; current is not null; current = current.BaseType)
        {
            yield return current;
        }
    }

    public static bool IsOrDerivesFrom(this ITypeSymbol type, string space, string name) => type.SelfAndBases().Any(current => current.Is(space, name));

    public static AttributeData? Find(this ISymbol symbol, string space, string name) =>
        symbol.GetAttributes().FirstOrDefault(data => data.AttributeClass.Is(space, name));

    /// <summary>An attribute of System.Text.Json, by its name without the suffix.</summary>
    public static AttributeData? FindJson(this ISymbol symbol, string name) => symbol.Find(Serialization, name + "Attribute");

    /// <summary>An attribute of Json.NET, by its name without the suffix.</summary>
    public static AttributeData? FindJsonNet(this ISymbol symbol, string name) => symbol.Find(JsonNet, name + "Attribute");

    /// <summary>Whether a converter is specified, possibly by an attribute derived from <c>JsonConverterAttribute</c>.</summary>
    public static bool HasConverter(this ISymbol symbol) => symbol.GetAttributes().Any(static data =>
        data.AttributeClass is { } type && (type.IsOrDerivesFrom(Serialization, "JsonConverterAttribute") || type.Is(JsonNet, "JsonConverterAttribute")));

    public static bool HasOwnSchema(this ISymbol symbol) => symbol.Find("Opper", "OpperSchemaAttribute") is not null;

    public static INamedTypeSymbol? Implementation(this ITypeSymbol type, string space, string name, int arity) =>
        Interfaces(type).FirstOrDefault(found => found.Arity == arity && found.Is(space, name));

    public static bool IsNullable(this ITypeSymbol type, out ITypeSymbol underlying)
    {
        underlying = type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable ? nullable.TypeArguments[0] : type;
        return !ReferenceEquals(underlying, type);
    }

    /// <summary>Whether the type, or a part of it, is a type parameter or unknown.</summary>
    public static bool IsOpen(this ITypeSymbol type) => type switch
    {
        ITypeParameterSymbol or IErrorTypeSymbol => true,
        IArrayTypeSymbol array => array.ElementType.IsOpen(),
        INamedTypeSymbol named => named.TypeArguments.Any(static argument => argument.IsOpen()) || named.ContainingType?.IsOpen() == true,
        _ => false,
    };

    private static IEnumerable<INamedTypeSymbol> Interfaces(ITypeSymbol type) =>
        type is INamedTypeSymbol { TypeKind: TypeKind.Interface } self ? type.AllInterfaces.Prepend(self) : type.AllInterfaces;
}
