using System.Buffers;
using System.Text.Json;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using ScalarEvent = YamlDotNet.Core.Events.Scalar;

namespace Opper.Tool.Yaml;

/// <summary>Reads YAML as JSON.</summary>
internal sealed class YamlJson
{
    public const int MaxDepth = 256;

    private readonly Parser _parser;
    private readonly Utf8JsonWriter _json;
    private readonly Action<string, ScalarEvent> _onRootValue;

    private YamlJson(string text, Utf8JsonWriter json, Action<string, ScalarEvent> onRootValue)
    {
        _parser = new Parser(new StringReader(text));
        _json = json;
        _onRootValue = onRootValue;
    }

    /// <summary>Reads a document.</summary>
    /// <param name="text">The YAML.</param>
    /// <param name="source">The file name, for error messages.</param>
    /// <param name="onRootValue">Called with each scalar of the root mapping and its key.</param>
    public static JsonElement Read(string text, string source, Action<string, ScalarEvent>? onRootValue = null)
    {
        var buffer = new ArrayBufferWriter<byte>();
        try
        {
            using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { MaxDepth = MaxDepth }))
            {
                new YamlJson(text, json, onRootValue ?? ((_, _) => { })).ReadDocument();
            }
        }
        catch (YamlException problem)
        {
            throw new UsageException($"{source}, line {problem.Start.Line}: {problem.Message}");
        }

        using var document = JsonDocument.Parse(buffer.WrittenMemory, new JsonDocumentOptions { MaxDepth = MaxDepth });
        return document.RootElement.Clone();
    }

    private void ReadDocument()
    {
        Next<StreamStart>();
        if (_parser.Current is StreamEnd)
        {
            _json.WriteNullValue();
            return;
        }

        Next<DocumentStart>();
        ReadNode(depth: 0);
        Next<DocumentEnd>();
        if (_parser.Current is not StreamEnd)
        {
            throw Problem("one document to a file");
        }
    }

    private void ReadNode(int depth)
    {
        if (depth >= MaxDepth)
        {
            throw Problem($"nested deeper than {MaxDepth} levels");
        }

        switch (_parser.Current)
        {
            case ScalarEvent scalar:
                Write(scalar);
                _parser.MoveNext();
                break;
            case SequenceStart:
                _json.WriteStartArray();
                for (_parser.MoveNext(); _parser.Current is not SequenceEnd;)
                {
                    ReadNode(depth + 1);
                }

                _json.WriteEndArray();
                _parser.MoveNext();
                break;
            case MappingStart:
                ReadMapping(depth);
                break;
            default:
                // Aliases, of which a few lines can expand to gigabytes.
                throw Problem("aliases are not read; write the value out");
        }
    }

    private void ReadMapping(int depth)
    {
        var keys = new HashSet<string>(StringComparer.Ordinal);
        _json.WriteStartObject();
        for (_parser.MoveNext(); _parser.Current is not MappingEnd;)
        {
            var key = _parser.Current as ScalarEvent ?? throw Problem("a key has to be text");
            if (!keys.Add(key.Value))
            {
                throw Problem($"'{key.Value}' stands there twice");
            }

            _json.WritePropertyName(key.Value);
            _parser.MoveNext();
            if (depth == 0 && _parser.Current is ScalarEvent value)
            {
                _onRootValue(key.Value, value);
            }

            ReadNode(depth + 1);
        }

        _json.WriteEndObject();
        _parser.MoveNext();
    }

    private void Write(ScalarEvent scalar)
    {
        if (!scalar.Tag.IsEmpty && scalar.Tag.Value is not ("!" or "tag:yaml.org,2002:str"))
        {
            throw Problem("tags are not read");
        }

        var isText = scalar.Style != ScalarStyle.Plain || !scalar.Tag.IsEmpty;
        switch (isText ? JsonValueKind.String : YamlScalar.KindOf(scalar.Value))
        {
            case JsonValueKind.Null:
                _json.WriteNullValue();
                break;
            case JsonValueKind.String:
                _json.WriteStringValue(scalar.Value);
                break;
            default:
                _json.WriteRawValue(scalar.Value);
                break;
        }
    }

    private void Next<T>()
        where T : ParsingEvent
    {
        if (_parser.Current is null)
        {
            _parser.MoveNext();
        }

        if (_parser.Current is not T)
        {
            throw Problem("not what YAML has here");
        }

        _parser.MoveNext();
    }

    private YamlException Problem(string message) => new(_parser.Current?.Start ?? default, _parser.Current?.End ?? default, message);
}
