using Microsoft.CodeAnalysis;
using Opper.Typed;

namespace Opper.Analyzers;

/// <summary>
/// The errors with which System.Text.Json refuses to create a contract. It visits all types that are reachable before the client's own checks run. The texts
/// are those of its exceptions.
/// </summary>
internal sealed class ContractFailures(Compilation compilation)
{
    private readonly HashSet<ITypeSymbol> _seen = new(SymbolEqualityComparer.Default);

    public (string Text, bool LacksDerivedTypes)? Find(ITypeSymbol type)
    {
        type.IsNullable(out type);
        if (_seen.Count > TypeWalk.MaxTypes || !_seen.Add(type))
        {
            return null;
        }

        var shape = Shape.Of(type, compilation);
        return shape.Kind switch
        {
            ShapeKind.List or ShapeKind.Dictionary => (shape.Key is null ? null : Find(shape.Key)) ?? (shape.Item is null ? null : Find(shape.Item)),
            ShapeKind.Object => OfObject((INamedTypeSymbol)type),
            _ => null,
        };
    }

    private static int Nesting(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol array => 1 + Nesting(array.ElementType),
        INamedTypeSymbol named when SymbolNames.Arguments(named) is { Count: > 0 } arguments =>
            1 + arguments.Distinct(SymbolEqualityComparer.Default).Max(argument => Nesting((ITypeSymbol)argument!)),
        _ => 0,
    };

    private (string Text, bool LacksDerivedTypes)? OfObject(INamedTypeSymbol type)
    {
        if (ConstructorChoice.CountMarked(type) > 1)
        {
            return ($"The type '{SymbolNames.OfRuntime(type)}' cannot have more than one member that has the attribute "
                + "'System.Text.Json.Serialization.JsonConstructorAttribute'.", false);
        }

        var members = new Members(type, compilation);
        if (members.Invalid is var (symbol, name))
        {
            return ($"The type '{name}' of property '{symbol.Name}' on type '{SymbolNames.OfRuntime(symbol.ContainingType)}' is invalid for serialization or "
                + "deserialization because it is a pointer type, is a ref struct, or contains generic parameters that have not been replaced by specific "
                + "types.", false);
        }

        // As the client, which counts in the same way.
        if (type.IsGenericType && members.All.FirstOrDefault(
            member => !member.IsIgnored && Nesting(member.Type) is var depth && depth > Refusals.MaxNesting && depth > Nesting(type)) is { } growing)
        {
            return (Refusals.Growing(SymbolNames.Of(type.OriginalDefinition), growing.Symbol.Name), false);
        }

        if (members.Collision is { } collision)
        {
            return ($"The JSON property name for '{SymbolNames.OfRuntime(type)}.{collision}' collides with another property.", false);
        }

        var polymorphic = PolymorphicType.Of(type);
        if ((polymorphic is not null || PolymorphicType.IsPolymorphic(type)) && (type.IsSealed || type.IsValueType))
        {
            return ($"Specified type '{SymbolNames.OfRuntime(type)}' does not support polymorphism. Polymorphic types cannot be structs, sealed types, "
                + "generic types or System.Object.", true);
        }

        if (polymorphic is null && PolymorphicType.IsPolymorphic(type))
        {
            return ($"Polymorphic configuration for type '{SymbolNames.OfRuntime(type)}' should specify at least one derived type.", true);
        }

        return members.All.Where(static member => !member.IsIgnored && !member.Symbol.HasConverter()).Select(member => Find(member.Type))
            .Concat((polymorphic?.Derived ?? []).Select(derived => Find(derived.Type)))
            .FirstOrDefault(static found => found is not null);
    }
}
