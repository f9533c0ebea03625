using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Opper.Streaming;

/// <summary>A polymorphic type. It has no value until the discriminator has arrived.</summary>
internal sealed class PolymorphicShape(Type type, JsonPolymorphismOptions family, TypeSource source) : Shape(type)
{
    private readonly ConcurrentDictionary<Type, Shape> _derived = new();
    private string[]? _namesWithSeparators;

    public override bool IsContainer => true;

    public override string[] NamesWithSeparators =>
        _namesWithSeparators ??= WithSeparators(family.DerivedTypes.SelectMany(derived => Derived(derived.DerivedType).NamesWithSeparators)
            .Append(family.TypeDiscriminatorPropertyName));

    public override Shape? Member(string name) =>
        name == family.TypeDiscriminatorPropertyName
            ? Shape.For(typeof(string), source)
            : family.DerivedTypes.Select(derived => Derived(derived.DerivedType).Member(name)).FirstOrDefault(shape => shape is not null);

    protected override object? BuildContent(PartialNode node) => Resolve(node) is { } shape ? shape.Build(node) : NotYet;

    public override void Write(PartialNode node, Utf8JsonWriter writer) => (Resolve(node) ?? AnyShape.Instance).Write(node, writer);

    private Shape? Resolve(PartialNode node)
    {
        if (node.Find(family.TypeDiscriminatorPropertyName) is not { HasContent: true } tag)
        {
            return null;
        }

        var type = family.DerivedTypes.FirstOrDefault(
            derived => Convert.ToString(derived.TypeDiscriminator, CultureInfo.InvariantCulture) == tag.Text).DerivedType;
        return type is null ? null : Derived(type);
    }

    // Not from the cache of TypeSource: a base type that is registered as its own derived type must be a plain object here.
    private Shape Derived(Type derived) => _derived.GetOrAdd(derived, type => new ObjectShape(type, source.Info(type), source));
}
