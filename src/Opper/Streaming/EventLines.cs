namespace Opper.Streaming;

/// <summary>Follows the lines of an event stream as its bytes arrive. A line ends with CR, LF or CRLF.</summary>
internal struct EventLines()
{
    // The start of the current line, enough to recognize its field.
    private readonly byte[] _line = new byte[64];
    private int _length;
    private byte _lineEnd;
    private bool _isError;
    private bool _hasData;

    /// <summary>The bytes since the last blank line: the parser buffers everything up to the next one.</summary>
    public long EventLength { get; private set; }

    /// <summary>Whether the first line that is not blank belongs to an event stream.</summary>
    public bool? BeginsAsEvents { get; private set; }

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
            (_length, EventLength, _lineEnd) = (_length + kept.Length, EventLength + piece.Length, end < 0 ? default : rest[end]);
            if (end >= 0 && _length == 0 && _isError && !_hasData)
            {
                return position;
            }

            if (end >= 0)
            {
                EndLine();
            }

            position += piece.Length + (end < 0 ? 0 : 1);
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
            EndLine();
        }

        return !_isError || _hasData ? "\n\n" : isOpen ? "\ndata:\n\n" : "data:\n\n";
    }

    private void EndLine()
    {
        ReadOnlySpan<byte> line = _line.AsSpan(0, _length);
        line = BeginsAsEvents is null && line.StartsWith("\uFEFF"u8) ? line.Slice(3) : line;
        _length = 0;
        if (line.IsEmpty)
        {
            (EventLength, _isError, _hasData) = (0, false, false);
            return;
        }

        var isEvent = IsField(line, "event"u8);
        _hasData |= IsField(line, "data"u8);
        _isError = isEvent ? StreamEvent.IsError(Utf8Text.Decode(line.Slice(Math.Min(line.Length, "event:".Length)))) : _isError;
        BeginsAsEvents ??= isEvent || _hasData || line[0] == ':' || IsField(line, "id"u8) || IsField(line, "retry"u8);
    }

    private static bool IsField(ReadOnlySpan<byte> line, ReadOnlySpan<byte> name) =>
        line.StartsWith(name) && (line.Length == name.Length || line[name.Length] == ':');
}
