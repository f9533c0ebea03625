using Opper.Typed;
using Microsoft.CodeAnalysis;

namespace Opper.Analyzers;

/// <summary>Walks a type like the client's schema builder, up to the first part that it would reject. In case of doubt, nothing is reported.</summary>
internal sealed class TypeWalk(Compilation compilation, bool isInput)
{
    /// <summary>Recursive generic types may expand infinitely.</summary>
    public const int MaxTypes = 500;

    private const int MaxDepth = 64;

    // Shared, as it visits each type once, starting from the root.
    private readonly ContractFailures _failures = new(compilation);
    private readonly Stack<string> _path = new();
    private readonly HashSet<ITypeSymbol> _objects = new(SymbolEqualityComparer.Default);
    private readonly HashSet<ITypeSymbol> _members = new(SymbolEqualityComparer.Default);

    public Refusal? Find(ITypeSymbol type) => Within(SymbolNames.Of(type), type, Describe);

    private Refusal? Describe(ITypeSymbol type)
    {
        if (_path.Count > MaxDepth || _objects.Count > MaxTypes)
        {
            return null;
        }

        if (type.IsNullable(out var underlying))
        {
            return Describe(underlying);
        }

        if (UnsupportedTypes.Of(type) is { } reason)
        {
            return Refuse(type, reason, appliesToMetadata: true);
        }

        if (type.SelfAndBases().Any(static current => current.HasOwnSchema()))
        {
            return null;
        }

        if (_failures.Find(type) is var (text, lacksDerivedTypes))
        {
            return Refuse(type, Refusals.Undescribed(SymbolNames.Of(type), text.TrimEnd('.')), lacksDerivedTypes);
        }

        var shape = Shape.Of(type, compilation);
        return shape.Kind switch
        {
            ShapeKind.Surrogate => Describe(shape.Item!),
            ShapeKind.List => DescribeList(type, shape),
            ShapeKind.Dictionary => DescribeDictionary(type, shape),
            ShapeKind.Object => PolymorphicType.Of(type) is { } polymorphic ? DescribePolymorphic((INamedTypeSymbol)type, polymorphic)
                : DescribeObject((INamedTypeSymbol)type, isTagged: false),
            _ => null,
        };
    }

    private Refusal? DescribeList(ITypeSymbol type, Shape shape) =>
        !isInput && shape.IsUnreadable ? Refuse(type, Refusals.Collection)
            : shape.Item is { } item ? Within("[]", item, Describe)
            : null;

    private Refusal? DescribeDictionary(ITypeSymbol type, Shape shape)
    {
        if (!isInput && shape.IsUnreadable)
        {
            return Refuse(type, Refusals.Collection);
        }

        if (shape.Key is { } key && ValueTypes.CanBeKey(key) == false)
        {
            return Refuse(type, Refusals.Key(SymbolNames.Of(key)));
        }

        return shape.Item is { } item ? Within("{}", item, Describe) : null;
    }

    private Refusal? DescribePolymorphic(INamedTypeSymbol type, PolymorphicType polymorphic)
    {
        if (!_objects.Add(type))
        {
            return null;
        }

        foreach (var (derived, tag) in polymorphic.Derived)
        {
            if (tag is null)
            {
                return Refuse(type, Refusals.NoDiscriminator(derived.MetadataName), lacksDerivedTypes: true);
            }

            var found = Within($"({tag})", derived, one => Shape.Of(one, compilation).Kind switch
            {
                ShapeKind.Object => DescribeObject((INamedTypeSymbol)one, isTagged: true),
                ShapeKind.List or ShapeKind.Dictionary => Refuse(one, Refusals.NoObject),
                _ => null,
            });
            if (found is not null)
            {
                return found;
            }
        }

        return type.IsAbstract || polymorphic.Derived.Any(derived => SymbolEqualityComparer.Default.Equals(derived.Type, type)) ? null
            : DescribeObject(type, isTagged: false);
    }

    private Refusal? DescribeObject(INamedTypeSymbol type, bool isTagged)
    {
        if (!_members.Add(type))
        {
            return null;
        }

        if (!isInput && type.IsAbstract)
        {
            return Refuse(type, Refusals.Abstract, lacksDerivedTypes: true);
        }

        var members = new Members(type, compilation);
        if (!isInput && members.LacksConstructor != Certainty.No)
        {
            return members.LacksConstructor == Certainty.Yes ? Refuse(type, Refusals.NoConstructor) : null;
        }

        if (!isInput && members.UnboundParameter is { } parameter)
        {
            return Refuse(type, Refusals.UnboundParameter(parameter));
        }

        var counted = members.All.Where(member => !member.IsExtensionData && (isInput ? member.CanBeRead : member.CanBeSet != Certainty.No)).ToList();
        foreach (var member in counted.Where(member => !member.IsDescribed && (isInput || member.CanBeSet == Certainty.Yes)))
        {
            if (Within("." + member.Symbol.Name, member.Type, Describe) is { } found)
            {
                return found;
            }
        }

        return counted.Count == 0 && !isTagged && !members.All.Any(static member => member.IsExtensionData)
            && (type.IsSource() || type.TypeKind == TypeKind.Interface)
            ? Refuse(type, Refusals.NoMembers)
            : null;
    }

    private Refusal? Within(string step, ITypeSymbol type, Func<ITypeSymbol, Refusal?> describe)
    {
        _path.Push(step);
        var result = describe(type);
        _path.Pop();
        return result;
    }

    private Refusal Refuse(ITypeSymbol type, string reason, bool lacksDerivedTypes = false, bool appliesToMetadata = false) =>
        new(Refusals.Sentence(string.Concat(_path.Reverse()), SymbolNames.Of(type), isInput, reason), lacksDerivedTypes, appliesToMetadata);
}
