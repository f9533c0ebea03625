using Microsoft.CodeAnalysis;

namespace Opper.Analyzers;

/// <summary>What System.Text.Json, with the client's converters, takes a type for.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Item">The items of a list, the values of a dictionary, or what stands for the type.</param>
/// <param name="Key">The keys of a dictionary.</param>
/// <param name="IsUnreadable">Whether it surely cannot be made of JSON.</param>
internal sealed record Shape(ShapeKind Kind, ITypeSymbol? Item = null, ITypeSymbol? Key = null, bool IsUnreadable = false)
{
    private const string Generic = "System.Collections.Generic";

    private static readonly Shape Value = new(ShapeKind.Value);
    private static readonly Shape Object = new(ShapeKind.Object);

    // Interfaces that System.Text.Json has an implementation for.
    private static readonly HashSet<string> Known = new(StringComparer.Ordinal)
    {
        "IDictionary", "IReadOnlyDictionary", "IList", "ISet", "ICollection", "IEnumerable", "IReadOnlyList", "IReadOnlyCollection", "IReadOnlySet",
    };

    // What has no setter for its items but is filled all the same.
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

        return StandIn(named, compilation) is { } standIn ? new Shape(ShapeKind.StandIn, standIn)
            : named.Implementation("System.Collections", "IEnumerable", 0) is null ? Object
            : Collection(named);
    }

    public static bool HasPublicParameterless(INamedTypeSymbol type)
        => !type.IsAbstract && (type.IsValueType || type.InstanceConstructors.Any(static constructor => constructor is { DeclaredAccessibility: Accessibility.Public, Parameters.Length: 0 }));

    private static ITypeSymbol? StandIn(INamedTypeSymbol type, Compilation compilation)
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

        // Without type arguments the items may be anything.
        return new Shape(
            type.Implementation("System.Collections", "IDictionary", 0) is not null && type.Implementation(Generic, "IEnumerable", 1) is null ? ShapeKind.Dictionary : ShapeKind.List,
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

        // The client does not look closer at these.
        if (type.IsIn(Generic))
        {
            return false;
        }

        if (type.IsIn("System.Collections") || type.SelfAndBases().Any(static current => current.IsIn("System.Collections") && current.Name is "Stack" or "Queue"))
        {
            return type.Name == "BitArray";
        }

        var canBeFilled = type.Implementation(Generic, "ICollection", 1) is not null || type.Implementation("System.Collections", "IList", 0) is not null
            || type.Implementation("System.Collections", "IDictionary", 0) is not null || Filled.Any(kind => type.IsOrDerivesFrom(kind.Space, kind.Name));
        return !canBeFilled || !HasPublicParameterless(type);
    }
}
