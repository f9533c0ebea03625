using Microsoft.CodeAnalysis;

namespace Opper.Analyzers;

/// <summary>The derived types that a polymorphic type declares.</summary>
/// <param name="PropertyName">The discriminator property.</param>
/// <param name="Derived">The derived types and their discriminators.</param>
internal sealed record PolymorphicType(string PropertyName, IReadOnlyList<(INamedTypeSymbol Type, object? Tag)> Derived)
{
    public static bool IsPolymorphic(ITypeSymbol type) => type.FindJson("JsonPolymorphic") is not null;

    public static PolymorphicType? Of(ITypeSymbol type)
    {
        var derived = type.GetAttributes()
            .Where(static data => data.AttributeClass.Is("System.Text.Json.Serialization", "JsonDerivedTypeAttribute") && data.ConstructorArguments.Length > 0)
            .Select(static data => (Type: data.ConstructorArguments[0].Value as INamedTypeSymbol,
                Tag: data.ConstructorArguments.Length > 1 ? data.ConstructorArguments[1].Value : null))
            .Where(static pair => pair.Type is not null)
            .Select(static pair => (pair.Type!, pair.Tag))
            .ToList();
        return derived.Count == 0 ? null : new PolymorphicType(
            type.FindJson("JsonPolymorphic")?.NamedArguments.FirstOrDefault(
                static argument => argument.Key == "TypeDiscriminatorPropertyName").Value.Value as string ?? "$type",
            derived);
    }
}
