namespace Opper.Emulator.Completions.Upstream;

/// <summary>
/// Converts JSON text that arrives in arbitrary deltas to chunks of the API: strings in deltas as they arrive, other values when they are complete, each
/// with its <c>json_path</c>. A code fence around the JSON is skipped.
/// </summary>
internal sealed partial class JsonTextDeltas
{
    private readonly Encoder _encoder = Encoding.UTF8.GetEncoder();
    private readonly Stack<Container> _containers = new();
    private readonly List<JsonObject> _chunks = [];
    private byte[] _held = [];
    private JsonReaderState _state;
    private string? _name;
    private string? _partPath;
    private bool _hasBegun;
    private bool _isOver;

    /// <summary>The chunks that another delta, or the end of the text, completes or continues.</summary>
    /// <exception cref="JsonException">The text is not valid JSON, or is truncated.</exception>
    public IReadOnlyList<JsonObject> Read(string piece, bool isEnd = false)
    {
        _chunks.Clear();
        var bytes = new byte[_encoder.GetByteCount(piece, isEnd)];
        _encoder.GetBytes(piece, bytes, isEnd);
        _held = [.. _held, .. bytes];
        if (!_isOver && HasBegun(isEnd))
        {
            var reader = new Utf8JsonReader(_held, isEnd, _state);
            while (!_isOver && reader.Read())
            {
                Take(ref reader);
            }

            _state = reader.CurrentState;
            _held = _held[(int)reader.BytesConsumed..];
            TakePart();
        }

        return [.. _chunks];
    }

    // White space and the first line of a code fence may precede the JSON.
    private bool HasBegun(bool isEnd)
    {
        if (!_hasBegun)
        {
            var start = Math.Max(0, _held.AsSpan().IndexOfAnyExcept(" \t\r\n"u8));
            var lineEnd = _held.AsSpan(start).IndexOf((byte)'\n');
            var isFence = _held.AsSpan(start).StartsWith("`"u8);
            _hasBegun = isEnd || (start < _held.Length && (!isFence || lineEnd >= 0));
            _held = _hasBegun && isFence ? _held[(start + lineEnd + 1)..] : _held;
        }

        return _hasBegun;
    }

    private void Take(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.PropertyName:
                _name = reader.GetString();
                return;
            case JsonTokenType.StartObject or JsonTokenType.StartArray:
                _containers.Push(new Container(reader.TokenType == JsonTokenType.StartArray, NextPath()));
                return;
            case JsonTokenType.EndObject or JsonTokenType.EndArray:
                _containers.Pop();
                break;
            case JsonTokenType.String when _partPath is not null:
                AddPart(reader.GetString()!);
                _partPath = null;
                break;
            case JsonTokenType.String:
                _chunks.Add(Deltas.Chunk(reader.GetString(), NextPath()));
                break;
            default:
                _chunks.Add(Deltas.Chunk(JsonNode.Parse(reader.ValueSpan), NextPath()));
                break;
        }

        _isOver = _containers.Count == 0;
    }

    // The part of a string that has arrived is emitted and dropped from the buffer. Its opening quote is kept, so that the reader parses the rest as a string.
    private void TakePart()
    {
        var quote = _held.AsSpan().IndexOfAnyExcept(" \t\r\n,"u8);
        var isValue = _partPath is not null || _name is not null || !_containers.TryPeek(out var container) || container.IsArray;
        if (_isOver || quote < 0 || _held[quote] != '"' || !isValue)
        {
            return;
        }

        var text = Encoding.UTF8.GetString(_held.AsSpan(quote + 1));
        var part = text[..OpenEscape().Match(text).Index];
        if (part.Length > 0)
        {
            _partPath ??= NextPath();
            AddPart(JsonSerializer.Deserialize<string>($"\"{part}\"")!);
            _held = [.. _held.AsSpan(0, quote + 1), .. Encoding.UTF8.GetBytes(text[part.Length..])];
        }
    }

    private void AddPart(string text)
    {
        if (text.Length > 0)
        {
            _chunks.Add(Deltas.Chunk(text, _partPath!));
        }
    }

    private string NextPath()
    {
        if (!_containers.TryPeek(out var container))
        {
            return string.Empty;
        }

        var name = _name;
        _name = null;
        return container.IsArray ? $"{container.Path}[{container.Count++}]" : container.Path.Length > 0 ? $"{container.Path}.{name}" : name!;
    }

    // Incomplete escapes and escaped high surrogates are held back until the rest arrives.
    [GeneratedRegex(@"(?<=(?:^|[^\\])(?:\\\\)*)(?:\\u[dD][89abAB][0-9a-fA-F]{2})?(?:\\(?:u[0-9a-fA-F]{0,3})?)?\z", RegexOptions.Singleline)]
    private static partial Regex OpenEscape();

    private sealed class Container(bool isArray, string path)
    {
        public bool IsArray { get; } = isArray;

        public string Path { get; } = path;

        public int Count { get; set; }
    }
}
