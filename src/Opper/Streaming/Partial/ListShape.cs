using System.Collections;
using System.Text.Json;

namespace Opper;

/// <summary>A list. Where the type takes a <see cref="List{T}"/>, one list grows; an array or a set is copied from it each time it is looked at.</summary>
internal sealed class ListShape : Shape
{
    private readonly Type _itemType;
    private readonly Type _listType;
    private readonly Func<IList, object>? _convert;
    private Shape? _item;

    public ListShape(Type type, Type item)
        : base(type)
    {
        _itemType = item;
        _listType = typeof(List<>).MakeGenericType(item);
        _convert = type.IsAssignableFrom(_listType) ? null : Converter(type, item);
    }

    public override bool IsContainer => true;

    public override Shape Item => _item ??= Of(_itemType);

    public override object? Empty(int depth) => _convert is null ? NewList() : _convert(NewList());

    public override bool MayBeSilent(int depth) => true;

    public override void WriteSilent(Utf8JsonWriter writer)
    {
        writer.WriteStartArray();
        writer.WriteEndArray();
    }

    public override object? Build(PartialNode node)
    {
        if (node.Kind != PartialKind.Array)
        {
            return NotYet;
        }

        var known = node.Instance(this) as IList;
        var list = known ?? NewList();
        node.Keep(list, this);
        foreach (var child in node.ChangedChildren(all: known is null))
        {
            Set(list, child);
        }

        return _convert is null ? list : _convert(list);
    }

    public override void Write(PartialNode node, Utf8JsonWriter writer)
    {
        if (node.Kind != PartialKind.Array)
        {
            AnyShape.Instance.Write(node, writer);
            return;
        }

        writer.WriteStartArray();
        foreach (var child in node.Children)
        {
            if (child is null)
            {
                writer.WriteNullValue();
            }
            else if (!child.IsGone())
            {
                Item.Write(child, writer);
            }
        }

        writer.WriteEndArray();
    }

    // An item of which too little has come is left out while it is the last one.
    private void Set(IList list, PartialNode child)
    {
        var value = child.Build(Item);
        if (ReferenceEquals(value, NotYet))
        {
            return;
        }

        while (list.Count < child.Index)
        {
            list.Add(Item.Empty(0) ?? (_itemType.IsValueType ? Activator.CreateInstance(_itemType) : null));
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

    private IList NewList() => (IList)Activator.CreateInstance(_listType)!;

    private static Func<IList, object> Converter(Type type, Type item)
    {
        if (type.IsArray)
        {
            return list =>
            {
                var array = Array.CreateInstance(item, list.Count);
                list.CopyTo(array, 0);
                return array;
            };
        }

        var sequence = typeof(IEnumerable<>).MakeGenericType(item);
        var concrete = type.IsInterface ? typeof(HashSet<>).MakeGenericType(item) : type;
        if (type.IsAssignableFrom(concrete) && concrete.GetConstructor([sequence]) is { } constructor)
        {
            return list => constructor.Invoke([list]);
        }

        // Immutable collections and such: by the way the serializer makes them.
        return list =>
        {
            using var bytes = OpperJson.Write(list);
            using var reader = new Utf8JsonTokenReader(bytes.Memory);
            try
            {
                return OpperJson.OutputSerializer.Deserialize(reader, type) ?? NotYet;
            }
            catch (Newtonsoft.Json.JsonException)
            {
                return NotYet;
            }
        };
    }
}
