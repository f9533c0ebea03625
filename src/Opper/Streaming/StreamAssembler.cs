using System.Globalization;
using System.Text;
using Newtonsoft.Json.Linq;

namespace Opper;

/// <summary>Puts the pieces of a stream together: text in order, fields by their path. Each piece costs the same, however much there is already.</summary>
internal sealed class StreamAssembler(IHasOutputSchema? request)
{
    private readonly Dictionary<string, Field> _byPath = new(StringComparer.Ordinal);
    private readonly List<Field> _fields = [];
    private StringBuilder? _text;
    private Field? _current;

    public void Add(StreamChunk chunk)
    {
        if (chunk.Delta is not { } delta || chunk.IsError)
        {
            return;
        }

        if (chunk.JsonPath is not { } path)
        {
            (_text ??= new StringBuilder()).Append(delta);
            return;
        }

        if (_current is null || !ReferenceEquals(_current.Path, path))
        {
            if (!_byPath.TryGetValue(path, out _current))
            {
                _current = new Field(path);
                _byPath.Add(path, _current);
                _fields.Add(_current);
            }
        }

        // Pieces of text are joined; a whole value takes the place of the one before.
        if (chunk.Kind != StreamDeltaKind.String || _current.Kind != StreamDeltaKind.String)
        {
            _current.Text.Clear();
        }

        _current.Kind = chunk.Kind;
        _current.Text.Append(delta);
    }

    public StreamResult ToResult(string? spanId)
        => _fields.Count == 0 ? new StreamResult(_text?.ToString() ?? string.Empty, null, spanId) : new StreamResult(null, RawJson.From(Build()), spanId);

    private JToken Build()
    {
        var strip = StripsPrefix();
        JToken? root = null;
        foreach (var field in _fields)
        {
            var path = JsonPathSegments.Parse(field.Path);
            root = Set(root, path, strip ? 1 : 0, field.ToToken());
        }

        return root!;
    }

    // Live events may start every path with "response."; it is part of the answer only where its schema has such a property.
    private bool StripsPrefix()
    {
        if (!_fields.TrueForAll(field => JsonPathSegments.Parse(field.Path) is ["response", ..]))
        {
            return false;
        }

        if (request?.OutputSchema is not { } schema)
        {
            return _fields.TrueForAll(field => field.Path.Length > "response".Length);
        }

        return OpperJson.ReadToken(Encoding.UTF8.GetBytes(JsonWrite.Text(schema)))?["properties"]?["response"] is null;
    }

    private static JToken Set(JToken? target, IReadOnlyList<string> path, int depth, JToken value)
    {
        if (depth == path.Count)
        {
            return value;
        }

        var segment = path[depth];
        if (int.TryParse(segment, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && target is null or JArray)
        {
            var array = target as JArray ?? [];
            // A gap in the indexes would be a bug of the server; a bound keeps it from becoming a flood of memory here.
            if (index > array.Count + 10_000)
            {
                throw new OpperStreamException("The stream names an array index far beyond the items before it.");
            }

            while (array.Count <= index)
            {
                array.Add(JValue.CreateNull());
            }

            array[index] = Set(array[index].Type == JTokenType.Null ? null : array[index], path, depth + 1, value);
            return array;
        }

        var node = target as JObject ?? [];
        node[segment] = Set(node[segment], path, depth + 1, value);
        return node;
    }

    private sealed class Field(string path)
    {
        public string Path { get; } = path;
        public StreamDeltaKind Kind { get; set; }
        public StringBuilder Text { get; } = new();

        public JToken ToToken() => Kind == StreamDeltaKind.String
            ? new JValue(Text.ToString())
            : OpperJson.ReadToken(Encoding.UTF8.GetBytes(Text.ToString())) ?? JValue.CreateNull();
    }
}
