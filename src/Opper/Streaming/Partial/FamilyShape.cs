using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using Newtonsoft.Json.Serialization;

namespace Opper;

/// <summary>One of several types, which its discriminator tells: until that has come, there is no value.</summary>
internal sealed class FamilyShape(Type type, Polymorphism family) : Shape(type)
{
    private readonly ConcurrentDictionary<Type, Shape> _derived = new();
    private IReadOnlyList<string>? _oddNames;

    public override bool IsContainer => true;

    public override IReadOnlyList<string> OddNames
        => _oddNames ??= [.. family.Derived.SelectMany(derived => Derived(derived.Type).OddNames).Concat(IsOdd(family.PropertyName) ? [family.PropertyName] : []).Distinct().OrderByDescending(name => name.Length)];

    public override Shape? Member(string name)
        => name == family.PropertyName
            ? Of(typeof(string))
            : family.Derived.Select(derived => Derived(derived.Type).Member(name)).FirstOrDefault(shape => shape is not null);

    public override object? Build(PartialNode node) => Resolve(node) is { } shape ? shape.Build(node) : NotYet;

    public override void Write(PartialNode node, Utf8JsonWriter writer) => (Resolve(node) ?? AnyShape.Instance).Write(node, writer);

    private Shape? Resolve(PartialNode node)
    {
        if (node.Find(family.PropertyName) is not { HasContent: true } tag)
        {
            return null;
        }

        var type = family.Find(tag.Text)
            ?? (long.TryParse(tag.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? family.Find(number) : null);
        return type is null ? null : Derived(type);
    }

    // Not by the cache of all shapes: a base type that stands for itself is a plain object here.
    private Shape Derived(Type derived)
        => _derived.GetOrAdd(derived, type => new ObjectShape(type, (JsonObjectContract)OpperJson.OutputSerializer.ContractResolver.ResolveContract(type)));

    private static bool IsOdd(string name) => name.IndexOfAny(['.', '[', ']']) >= 0;
}
