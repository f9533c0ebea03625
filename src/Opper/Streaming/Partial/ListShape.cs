using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Opper.Streaming;

/// <summary>A list. Types that accept a <see cref="List{T}"/> get one that is appended to; arrays and sets are copied from it on each read.</summary>
internal sealed class ListShape : Shape
{
    private readonly Type _itemType;
    private readonly TypeSource _source;
    private readonly Func<IList>? _create;
    private readonly Func<IList, object?>? _convert;
    private Shape? _item;

    public ListShape(Type type, JsonTypeInfo info, Type item, TypeSource source)
        : base(type)
    {
        _itemType = item;
        _source = source;
        if (info.CreateObject is { } create && create() is IList { IsFixedSize: false, IsReadOnly: false })
        {
            _create = () => (IList)create();
        }
        else if (TypeSource.MayReflect)
        {
            (_create, _convert) = GrowingCollections.ListOf(info, item);
        }
    }

    public override bool IsContainer => true;

    public override int Lag => _create is null || _convert is not null ? AnyShape.LagOfCopies : 0;

    public override Shape Item => _item ??= Shape.For(_itemType, _source);

    protected override object? CreateEmpty(int depth) =>
        _create is null ? AnyShape.Read(_source, Type, WriteOmitted)
        : _convert is null ? _create()
        : _convert(_create());

    public override bool MayBeOmitted(int depth) => true;

    public override void WriteOmitted(Utf8JsonWriter writer)
    {
        writer.WriteStartArray();
        writer.WriteEndArray();
    }

    protected override object? BuildContent(PartialNode node)
    {
        if (node.Kind != PartialKind.Array)
        {
            return NotYet;
        }

        if (_create is null)
        {
            return AnyShape.Read(_source, Type, writer => Write(node, writer));
        }

        var known = node.Instance(this) as IList;
        var list = known ?? _create();
        node.Keep(list, this);
        foreach (var child in known is null ? node.Children : node.ChangedChildren)
        {
            Set(list, child);
        }

        return _convert is null ? list : _convert(list);
    }

    // The last item is omitted while too little of it has arrived.
    private void Set(IList list, PartialNode? child)
    {
        var value = child is null ? NotYet : child.Build(Item);
        if (child is null || ReferenceEquals(value, NotYet))
        {
            return;
        }

        while (list.Count < child.Index)
        {
            list.Add(Item.Empty(0) ?? Default());
        }

        if (list.Count == child.Index)
        {
            list.Add(value);
        }
        else
        {
            list[child.Index] = value;
        }
    }

    [UnconditionalSuppressMessage("Trimming", "IL2077", Justification = "A value type needs no constructor.")]
    private object? Default() => _itemType.IsValueType ? Activator.CreateInstance(_itemType) : null;
}
