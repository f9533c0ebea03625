using Microsoft.CodeAnalysis;

namespace Opper.Analyzers;

/// <summary>How System.Text.Json treats a type, including the converters of the client.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Item">The item type of a list, the value type of a dictionary, or the surrogate type.</param>
/// <param name="Key">The key type of a dictionary.</param>
/// <param name="IsUnreadable">Whether it certainly cannot be deserialized.</param>
internal sealed record Shape(ShapeKind Kind, ITypeSymbol? Item = null, ITypeSymbol? Key = null, bool IsUnreadable = false)
{
    private const string Generic = "System.Collections.Generic";

    private static readonly Shape Value = new(ShapeKind.Value);
    private static readonly Shape Object = new(ShapeKind.Object);

    // The collection interfaces that System.Text.Json supports.
    private static readonly HashSet<string> Known = new(StringComparer.Ordinal)
    {
        "IDictionary", "IReadOnlyDictionary", "IList", "ISet", "ICollection", "IEnumerable", "IReadOnlyList", "IReadOnlyCollection", "IReadOnlySet",
    };

    // Collections without ICollection<T> that System.Text.Json nevertheless populates.
    private static readonly (string Space, string Name)[] Filled =
    [
        (Generic, "Queue"), (Generic, "Stack"), ("System.Collections.Concurrent", "ConcurrentQueue"), ("System.Collections.Concurrent", "ConcurrentStack"),
    ];

    public static Shape Of(ITypeSymbol type, Compilation compilation)
    {
        if (ValueTypes.Contains(type))
        {
            return Value;
        }

        if (type is IArrayTypeSymbol array)
        {
            return new Shape(ShapeKind.List, array.ElementType);
        }

        if (type is not INamedTypeSymbol named || named.Implementation(Generic, "IAsyncEnumerable", 1) is not null)
        {
            return Value;
        }

        return Surrogate(named, compilation) is { } surrogate ? new Shape(ShapeKind.Surrogate, surrogate)
            : named.Implementation("System.Collections", "IEnumerable", 0) is null ? Object
            : Collection(named);
    }

    public static bool HasPublicParameterless(INamedTypeSymbol type) =>
        !type.IsAbstract && (type.IsValueType
            || type.InstanceConstructors.Any(static constructor => constructor is { DeclaredAccessibility: Accessibility.Public, Parameters.Length: 0 }));

    private static ITypeSymbol? Surrogate(INamedTypeSymbol type, Compilation compilation)
    {
        var name = (type.ContainingNamespace.ToDisplayString(), type.Name, type.Arity) switch
        {
            ("System.Collections.ObjectModel", "ReadOnlyCollection", 1) => "IList`1",
            (Generic, "Stack", 1) or (Generic, "IReadOnlySet", 1) or ("System.Collections.Frozen", "FrozenSet", 1) => "IEnumerable`1",
            ("System.Collections.ObjectModel", "ReadOnlyDictionary", 2) => "IDictionary`2",
            ("System.Collections.Frozen", "FrozenDictionary", 2) => "IReadOnlyDictionary`2",
            _ => null,
        };
        return name is null ? null : compilation.GetTypeByMetadataName($"{Generic}.{name}")?.Construct([.. type.TypeArguments]);
    }

    private static Shape Collection(INamedTypeSymbol type)
    {
        var isUnreadable = CannotBeFilled(type);
        if ((type.Implementation(Generic, "IDictionary", 2) ?? type.Implementation(Generic, "IReadOnlyDictionary", 2)) is { } dictionary)
        {
            return new Shape(ShapeKind.Dictionary, dictionary.TypeArguments[1], dictionary.TypeArguments[0], isUnreadable);
        }

        // The item type of a non-generic collection is unknown.
        return new Shape(
            type.Implementation("System.Collections", "IDictionary", 0) is not null && type.Implementation(Generic, "IEnumerable", 1) is null
                ? ShapeKind.Dictionary
                : ShapeKind.List,
            type.Implementation(Generic, "IEnumerable", 1)?.TypeArguments[0],
            IsUnreadable: isUnreadable);
    }

    private static bool CannotBeFilled(INamedTypeSymbol type)
    {
        if (type.IsIn("System.Collections.Immutable") || type.ContainingNamespace.ToDisplayString().StartsWith("Microsoft.FSharp", StringComparison.Ordinal))
        {
            return false;
        }

        if (type.TypeKind == TypeKind.Interface)
        {
            return !(Known.Contains(type.Name) && (type.IsIn(Generic) || type.IsIn("System.Collections")));
        }

        // The client does not check these either.
        if (type.IsIn(Generic))
        {
            return false;
        }

        if (type.IsIn("System.Collections")
            || type.SelfAndBases().Any(static current => current.IsIn("System.Collections") && current.Name is "Stack" or "Queue"))
        {
            return type.Name == "BitArray";
        }

        var canBeFilled = type.Implementation(Generic, "ICollection", 1) is not null || type.Implementation("System.Collections", "IList", 0) is not null
            || type.Implementation("System.Collections", "IDictionary", 0) is not null || Filled.Any(kind => type.IsOrDerivesFrom(kind.Space, kind.Name));
        return !canBeFilled || !HasPublicParameterless(type);
    }
}
