using System.Text.Json;
using Newtonsoft.Json.Linq;

namespace Opper;

/// <summary>JSON of any kind, for members that say no more, and for fields that the type does not know.</summary>
internal sealed class AnyShape(Type type, TypeSource? source) : Shape(type)
{
    private readonly bool _isToken = JsonNetAttributes.IsOfJsonNet(type);

    /// <summary>For fields that the type does not know, which are written and not built.</summary>
    public static AnyShape Instance { get; } = new(typeof(object), null);

    public override bool IsContainer => true;

    public override bool IsMadeAnew => !_isToken;

    public override Shape Item => Instance;

    /// <summary>Reads JSON as a type, or gives <see cref="Shape.NotYet"/>.</summary>
    public static object? Read(TypeSource source, Type type, Action<Utf8JsonWriter> write)
    {
        using var bytes = new PooledBytes();
        try
        {
            using (var writer = new Utf8JsonWriter(bytes, new JsonWriterOptions { MaxDepth = OpperJson.MaxDepth }))
            {
                write(writer);
            }

            return JsonSerializer.Deserialize(bytes.Span, source.Info(type));
        }
        catch (Exception exception) when (exception is not (OpperException or OutOfMemoryException))
        {
            return NotYet;
        }
    }

    public override Shape Member(string name) => Instance;

    public override object? Build(PartialNode node)
    {
        if (source is null)
        {
            return NotYet;
        }

        return TypeSource.MayReflect && _isToken && Token(node) is var token && Type.IsInstanceOfType(token) ? token : Read(source, Type, writer => Write(node, writer));
    }

    private JToken Token(PartialNode node)
    {
        switch (node.Kind)
        {
            case PartialKind.Object:
                var knownMap = node.Instance(this) as JObject;
                var map = knownMap ?? [];
                foreach (var child in node.ChangedChildren(all: knownMap is null))
                {
                    var member = Value(child!);
                    if (!ReferenceEquals(map[child!.Name!], member))
                    {
                        // Setting a token that is there already would copy it.
                        map[child!.Name!] = member;
                    }
                }

                node.Keep(map, this);
                return map;
            case PartialKind.Array:
                var knownList = node.Instance(this) as JArray;
                var list = knownList ?? [];
                foreach (var child in node.ChangedChildren(all: knownList is null))
                {
                    if (child is null)
                    {
                        continue;
                    }

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

                node.Keep(list, this);
                return list;
            case PartialKind.Number or PartialKind.Boolean:
                return OpperJson.ReadToken(System.Text.Encoding.UTF8.GetBytes(node.Text));
            case PartialKind.String or PartialKind.Unended:
                return new JValue(node.Text);
            default:
                return JValue.CreateNull();
        }
    }

    private static JToken Value(PartialNode child) => child.Build(Tokens.Instance) is JToken token ? token : JValue.CreateNull();

    private static class Tokens
    {
        public static readonly AnyShape Instance = new(typeof(JToken), TypeSource.Default);
    }
}
