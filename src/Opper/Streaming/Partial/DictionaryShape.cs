using System.Collections;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Opper.Streaming;

/// <summary>A dictionary, whose keys are the member names of a JSON object.</summary>
internal sealed class DictionaryShape : Shape
{
    private readonly TypeSource _source;
    private readonly Type _valueType;
    private readonly IValueText? _keys;
    private readonly Func<IDictionary>? _create;
    private Shape? _value;

    public DictionaryShape(Type type, JsonTypeInfo info, TypeSource source)
        : base(type)
    {
        _source = source;
        _valueType = info.ElementType!;
        _keys = info.KeyType == typeof(string) ? null : source.Info(info.KeyType!).Converter as IValueText;
        if (info.KeyType != typeof(string) && _keys is null)
        {
            // Only the serializer can parse these keys.
            return;
        }

        if (info.CreateObject is { } create && create() is IDictionary)
        {
            _create = () => (IDictionary)create();
        }
        else if (TypeSource.MayReflect)
        {
            _create = GrowingCollections.DictionaryOf(info);
        }
    }

    public override bool IsContainer => true;

    public override int Lag => _create is null ? AnyShape.LagOfCopies : 0;

    public Shape Value => _value ??= Shape.For(_valueType, _source);

    public override Shape Member(string name) => Value;

    protected override object? CreateEmpty(int depth) => _create?.Invoke();

    public override bool MayBeOmitted(int depth) => true;

    protected override object? BuildContent(PartialNode node)
    {
        if (node.Kind != PartialKind.Object)
        {
            return NotYet;
        }

        if (_create is null)
        {
            return AnyShape.Read(_source, Type, writer => Write(node, writer));
        }

        var known = node.Instance(this) as IDictionary;
        var map = known ?? _create();
        node.Keep(map, this);
        foreach (var child in known is null ? node.Children : node.ChangedChildren)
        {
            var value = child!.Build(Value);
            if (!ReferenceEquals(value, NotYet) && Key(child.Name!) is { } key)
            {
                map[key] = value;
            }
        }

        return map;
    }

    public bool IsValidKey(string name) => Key(name) is not null;

    private object? Key(string name) => _keys is null ? name : _keys.TryParse(name, out var key) ? key : null;
}
