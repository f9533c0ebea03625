namespace Opper.Streaming;

/// <summary>Follows the lines of an event stream as its bytes arrive. A line ends with CR, LF or CRLF.</summary>
internal struct EventLines()
{
    // The start of the current line, enough to recognize its field.
    private readonly byte[] _line = new byte[64];
    private int _length;
    private long _lineLength;
    private long _dataLength;
    private long _otherLength;
    private byte _lineEnd;
    private bool _isError;
    private bool _hasData;

    /// <summary>The length of the event so far: its data, which the parser buffers, or its other lines if they are longer.</summary>
    public readonly long EventLength => DataLength(Line) is > 0 and var length ? _dataLength + length : Math.Max(_dataLength, _otherLength + _lineLength);

    /// <summary>Whether the stream was cut within its last line: it is not terminated, and neither a comment nor data.</summary>
    public bool IsCut { get; private set; }

    /// <summary>Whether the first line that is not blank belongs to an event stream.</summary>
    public bool? BeginsAsEvents { get; private set; }

    private readonly ReadOnlySpan<byte> Line => BeginsAsEvents is null ? Utf8Text.WithoutMark(_line.AsSpan(0, _length)) : _line.AsSpan(0, _length);

    /// <summary>Reads bytes, but not the blank line that ends an error without data: the stream must be ended there.</summary>
    /// <returns>The number of bytes read.</returns>
    public int Read(ReadOnlySpan<byte> bytes)
    {
        for (var position = 0; position < bytes.Length;)
        {
            var rest = bytes.Slice(position);
            if (_lineEnd == '\r' && rest[0] == '\n')
            {
                _lineEnd = rest[0];
                position++;
                continue;
            }

            var end = rest.IndexOfAny((byte)'\r', (byte)'\n');
            var piece = end < 0 ? rest : rest.Slice(0, end);
            var kept = piece.Slice(0, Math.Min(piece.Length, _line.Length - _length));
            kept.CopyTo(_line.AsSpan(_length));
            (_length, _lineLength, _lineEnd) = (_length + kept.Length, _lineLength + piece.Length, end < 0 ? default : rest[end]);
            if (end < 0 || (_length == 0 && _isError && !_hasData))
            {
                return end < 0 ? bytes.Length : position;
            }

            EndLine();
            position += end + 1;
        }

        return bytes.Length;
    }

    /// <summary>Ends the last line.</summary>
    /// <returns>What must follow for the parser to emit the last event: it discards one without a blank line, and one without data.</returns>
    public string End()
    {
        var isOpen = _length > 0;
        if (isOpen)
        {
            var line = Line;
            IsCut = !line.IsEmpty && line[0] != ':' && !(line.StartsWith("data:"u8) && Utf8Text.FirstCharacter(line.Slice("data:".Length)) != '\0');
            EndLine();
        }

        return !_isError || _hasData ? "\n\n" : isOpen ? "\ndata:\n\n" : "data:\n\n";
    }

    private void EndLine()
    {
        var line = Line;
        var (dataLength, lineLength) = (DataLength(line), _lineLength);
        (_length, _lineLength) = (0, 0);
        if (line.IsEmpty)
        {
            (_dataLength, _otherLength, _isError, _hasData) = (0, 0, false, false);
            return;
        }

        var isEvent = IsField(line, "event"u8);
        var isData = IsField(line, "data"u8);
        _dataLength += dataLength;
        _otherLength += isData ? 0 : lineLength;
        _hasData |= isData;
        _isError = isEvent ? StreamEvent.IsError(Utf8Text.Decode(line.Slice(Math.Min(line.Length, "event:".Length)))) : _isError;
        BeginsAsEvents ??= isEvent || _hasData || line[0] == ':' || IsField(line, "id"u8) || IsField(line, "retry"u8);
    }

    // The data of a line, with the line feed by which the parser joins it to the data before, but without a byte order mark.
    private readonly long DataLength(ReadOnlySpan<byte> line) => !line.StartsWith("data:"u8) ? 0
        : _lineLength - _length + line.Length - (line.Length > 5 && line[5] == ' ' ? 6 : 5) + (_hasData ? 1 : 0);

    private static bool IsField(ReadOnlySpan<byte> line, ReadOnlySpan<byte> name) =>
        line.StartsWith(name) && (line.Length == name.Length || line[name.Length] == ':');
}
