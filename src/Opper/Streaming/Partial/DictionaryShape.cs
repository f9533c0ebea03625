using System.Collections;
using System.Globalization;
using System.Text.Json;

namespace Opper;

/// <summary>A dictionary, whose keys are the names of a JSON object.</summary>
internal sealed class DictionaryShape : Shape
{
    private readonly Type _keyType;
    private readonly Type _valueType;
    private readonly Type? _mapType;
    private Shape? _value;

    public DictionaryShape(Type type, Type key, Type value)
        : base(type)
    {
        (_keyType, _valueType) = (key, value);
        var common = typeof(Dictionary<,>).MakeGenericType(key, value);
        _mapType = type.IsAssignableFrom(common) ? common
            : typeof(IDictionary).IsAssignableFrom(type) && type.GetConstructor(Type.EmptyTypes) is not null ? type
            : null;
    }

    public override bool IsContainer => true;

    public Shape Value => _value ??= Of(_valueType);

    public override Shape Member(string name) => Value;

    public override object? Empty(int depth) => _mapType is null ? null : Activator.CreateInstance(_mapType);

    public override bool MayBeSilent(int depth) => true;

    public override void WriteSilent(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteEndObject();
    }

    public override object? Build(PartialNode node)
    {
        if (node.Kind != PartialKind.Object)
        {
            return NotYet;
        }

        if (_mapType is null)
        {
            return new AnyShape(Type).Build(node);
        }

        var known = node.Instance(this) as IDictionary;
        var map = known ?? (IDictionary)Activator.CreateInstance(_mapType)!;
        node.Keep(map, this);
        foreach (var child in node.ChangedChildren(all: known is null))
        {
            var value = child.Build(Value);
            if (!ReferenceEquals(value, NotYet) && Key(child.Name!) is { } key)
            {
                map[key] = value;
            }
        }

        return map;
    }

    public override void Write(PartialNode node, Utf8JsonWriter writer)
    {
        if (node.Kind != PartialKind.Object)
        {
            AnyShape.Instance.Write(node, writer);
            return;
        }

        writer.WriteStartObject();
        WriteMembers(node, writer);
        writer.WriteEndObject();
    }

    public bool TakesKey(string name) => Key(name) is not null;

    private object? Key(string name)
    {
        if (_keyType == typeof(string))
        {
            return name;
        }

        var names = _keyType.IsEnum ? EnumNames.Of(_keyType) : null;
        return LeafText.TryRead(_keyType, names, name.ToString(CultureInfo.InvariantCulture), out var key) ? key : null;
    }
}
