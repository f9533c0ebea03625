namespace Opper.Emulator.Completions.Upstream;

/// <summary>
/// Turns JSON text that comes in pieces, cut anywhere, into the API's chunks: a string in pieces as they come, any other value once it is
/// known, each with its <c>json_path</c>. A code fence around the JSON is passed over.
/// </summary>
internal sealed class JsonTextDeltas
{
    private readonly List<JsonObject> _chunks = [];
    private readonly Stack<Container> _containers = new();
    private readonly StringBuilder _path = new();
    private readonly StringBuilder _token = new();
    private readonly StringBuilder _hex = new();
    private Expect _expect = Expect.Start;
    private bool _isEscaped;
    private bool _isEmptyString;

    private enum Expect
    {
        Start,
        FenceEnd,
        Value,
        FirstItem,
        FirstKey,
        Key,
        InKey,
        Colon,
        InString,
        InScalar,
        CommaOrEnd,
        Nothing,
    }

    /// <summary>The chunks that a further piece completes or continues.</summary>
    /// <exception cref="FormatException">The text is no JSON.</exception>
    public IReadOnlyList<JsonObject> Read(string piece)
    {
        _chunks.Clear();
        foreach (var c in piece)
        {
            Take(c);
        }

        if (_expect == Expect.InString)
        {
            Flush(isEnd: false);
        }

        return [.. _chunks];
    }

    /// <summary>What the end of the text completes.</summary>
    /// <exception cref="FormatException">The text ends within the JSON.</exception>
    public IReadOnlyList<JsonObject> End()
    {
        _chunks.Clear();
        if (_expect == Expect.InScalar)
        {
            EndScalar();
        }

        return _expect == Expect.Nothing ? [.. _chunks] : throw new FormatException("its answer ends within the JSON");
    }

    private void Take(char c)
    {
        switch (_expect)
        {
            case Expect.Nothing:
                return;
            case Expect.FenceEnd:
                _expect = c == '\n' ? Expect.Value : _expect;
                return;
            case Expect.InString or Expect.InKey:
                TakeInString(c);
                return;
            case Expect.InScalar when !char.IsWhiteSpace(c) && c is not (',' or '}' or ']'):
                _token.Append(c);
                return;
            case Expect.InScalar:
                EndScalar();
                Take(c);
                return;
        }

        if (!char.IsWhiteSpace(c) && c != '\uFEFF')
        {
            TakeStructure(c);
        }
    }

    private void TakeStructure(char c)
    {
        switch (_expect, c)
        {
            case (Expect.Start, '`'):
                _expect = Expect.FenceEnd;
                break;
            case (Expect.FirstItem, ']') or (Expect.FirstKey, '}'):
                EndContainer();
                break;
            case (Expect.CommaOrEnd, ']') when _containers.Peek().IsArray:
            case (Expect.CommaOrEnd, '}') when !_containers.Peek().IsArray:
                EndContainer();
                break;
            case (Expect.CommaOrEnd, ','):
                _expect = _containers.Peek().IsArray ? Expect.Value : Expect.Key;
                break;
            case (Expect.FirstKey or Expect.Key, '"'):
                _expect = Expect.InKey;
                break;
            case (Expect.Colon, ':'):
                _expect = Expect.Value;
                break;
            case (Expect.Start or Expect.Value or Expect.FirstItem, _):
                BeginValue(c);
                break;
            default:
                throw Unexpected(c);
        }
    }

    private void BeginValue(char c)
    {
        if (c is not ('{' or '[' or '"' or '-' or 't' or 'f' or 'n') && !char.IsAsciiDigit(c))
        {
            throw Unexpected(c);
        }

        if (_containers.TryPeek(out var array) && array.IsArray)
        {
            _path.Append('[').Append(array.NextIndex++).Append(']');
        }

        switch (c)
        {
            case '{' or '[':
                _containers.Push(new Container(c == '[', _path.Length));
                _expect = c == '[' ? Expect.FirstItem : Expect.FirstKey;
                break;
            case '"':
                _isEmptyString = true;
                _expect = Expect.InString;
                break;
            default:
                _token.Append(c);
                _expect = Expect.InScalar;
                break;
        }
    }

    private void TakeInString(char c)
    {
        if (_hex.Length > 0)
        {
            TakeHex(c);
        }
        else if (_isEscaped)
        {
            _isEscaped = false;
            if (c == 'u')
            {
                _hex.Append(c);
            }
            else
            {
                _token.Append(c switch { 'n' => '\n', 't' => '\t', 'r' => '\r', 'b' => '\b', 'f' => '\f', '"' or '\\' or '/' => c, _ => throw Unexpected(c) });
            }
        }
        else if (c == '\\')
        {
            _isEscaped = true;
        }
        else if (c != '"')
        {
            _token.Append(c);
        }
        else if (_expect == Expect.InKey)
        {
            _path.Append(_path.Length > 0 ? "." : string.Empty).Append(_token);
            _token.Clear();
            _expect = Expect.Colon;
        }
        else
        {
            Flush(isEnd: true);
            EndValue();
        }
    }

    // The u, then four digits.
    private void TakeHex(char c)
    {
        _hex.Append(char.IsAsciiHexDigit(c) ? c : throw Unexpected(c));
        if (_hex.Length == 5)
        {
            _token.Append((char)int.Parse(_hex.ToString(1, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));
            _hex.Clear();
        }
    }

    // Half a character waits for its other half.
    private void Flush(bool isEnd)
    {
        var length = !isEnd && _token.Length > 0 && char.IsHighSurrogate(_token[^1]) ? _token.Length - 1 : _token.Length;
        if (length > 0 || (isEnd && _isEmptyString))
        {
            _chunks.Add(Deltas.Chunk(_token.ToString(0, length), _path.ToString()));
            _token.Remove(0, length);
            _isEmptyString = false;
        }
    }

    private void EndScalar()
    {
        var text = _token.ToString();
        _token.Clear();
        try
        {
            _chunks.Add(Deltas.Chunk(JsonNode.Parse(text), _path.ToString()));
        }
        catch (JsonException)
        {
            throw new FormatException($"its answer has {text} where a value should be");
        }

        EndValue();
    }

    private void EndContainer()
    {
        _path.Length = _containers.Pop().PathLength;
        EndValue();
    }

    private void EndValue()
    {
        if (_containers.TryPeek(out var container))
        {
            _path.Length = container.PathLength;
            _expect = Expect.CommaOrEnd;
        }
        else
        {
            _expect = Expect.Nothing;
        }
    }

    private FormatException Unexpected(char c) => new(_expect == Expect.Start
        ? $"its answer begins with '{c}'"
        : $"its answer has '{c}' out of place, at {(_path.Length > 0 ? _path : "the root")}");

    private sealed class Container(bool isArray, int pathLength)
    {
        public bool IsArray { get; } = isArray;

        public int PathLength { get; } = pathLength;

        public int NextIndex { get; set; }
    }
}
