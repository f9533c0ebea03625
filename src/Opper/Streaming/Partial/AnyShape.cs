using System.Text.Json;
using Newtonsoft.Json.Linq;

namespace Opper;

/// <summary>JSON of any kind, for members that say no more, and for fields that the type does not know.</summary>
internal sealed class AnyShape(Type type) : Shape(type)
{
    public static AnyShape Instance { get; } = new(typeof(JToken));

    public override bool IsContainer => true;

    public override Shape Item => Instance;

    public override Shape Member(string name) => Instance;

    public override object? Build(PartialNode node)
    {
        var token = Token(node);
        if (Type.IsInstanceOfType(token))
        {
            // An object member holds what the serializer would give it: a text, not the token of one.
            return Type == typeof(object) && token is JValue { Value: var plain } ? plain : token;
        }

        using var bytes = new PooledBytes();
        using (var writer = new Utf8JsonWriter(bytes))
        {
            Write(node, writer);
        }

        try
        {
            using var reader = new Utf8JsonTokenReader(bytes.Memory);
            return OpperJson.OutputSerializer.Deserialize(reader, Type);
        }
        catch (Exception exception) when (exception is not OpperException)
        {
            return NotYet;
        }
    }

    public override void Write(PartialNode node, Utf8JsonWriter writer)
    {
        switch (node.Kind)
        {
            case PartialKind.Object:
                writer.WriteStartObject();
                WriteMembers(node, writer);
                writer.WriteEndObject();
                break;
            case PartialKind.Array:
                writer.WriteStartArray();
                foreach (var child in node.Children)
                {
                    if (child is null)
                    {
                        writer.WriteNullValue();
                    }
                    else if (!child.IsGone())
                    {
                        Write(child, writer);
                    }
                }

                writer.WriteEndArray();
                break;
            case PartialKind.String:
                writer.WriteStringValue(node.Text);
                break;
            case PartialKind.Number or PartialKind.Boolean:
                writer.WriteRawValue(node.Text);
                break;
            default:
                writer.WriteNullValue();
                break;
        }
    }

    private static JToken Token(PartialNode node)
    {
        switch (node.Kind)
        {
            case PartialKind.Object:
                var knownMap = node.Instance(Instance) as JObject;
                var map = knownMap ?? [];
                foreach (var child in node.ChangedChildren(all: knownMap is null))
                {
                    var member = Value(child);
                    if (!ReferenceEquals(map[child.Name!], member))
                    {
                        // Setting a token that is there already would copy it.
                        map[child.Name!] = member;
                    }
                }

                node.Keep(map, Instance);
                return map;
            case PartialKind.Array:
                var knownList = node.Instance(Instance) as JArray;
                var list = knownList ?? [];
                foreach (var child in node.ChangedChildren(all: knownList is null))
                {
                    while (list.Count <= child.Index)
                    {
                        list.Add(JValue.CreateNull());
                    }

                    var item = Value(child);
                    if (!ReferenceEquals(list[child.Index], item))
                    {
                        list[child.Index] = item;
                    }
                }

                node.Keep(list, Instance);
                return list;
            case PartialKind.Number or PartialKind.Boolean:
                return OpperJson.ReadToken(System.Text.Encoding.UTF8.GetBytes(node.Text)) ?? JValue.CreateNull();
            case PartialKind.String or PartialKind.Unended:
                return new JValue(node.Text);
            default:
                return JValue.CreateNull();
        }
    }

    private static JToken Value(PartialNode child) => child.Build(Instance) is JToken token ? token : JValue.CreateNull();
}
