namespace Opper.Streaming;

/// <summary>Follows the lines of an event stream as its bytes arrive. A line ends with CR, LF or CRLF.</summary>
internal struct EventLines()
{
    // Enough to recognize a field by the start of its line.
    private readonly byte[] _start = new byte[64];
    private int _length;
    private bool _isAfterReturn;
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
        var position = _isAfterReturn && bytes is [(byte)'\n', ..] ? 1 : 0;
        _isAfterReturn = false;
        while (position < bytes.Length)
        {
            var rest = bytes.Slice(position);
            var end = rest.IndexOfAny((byte)'\r', (byte)'\n');
            var piece = end < 0 ? rest : rest.Slice(0, end);
            EventLength += piece.Length;
            if (end < 0)
            {
                Keep(piece);
                return bytes.Length;
            }

            if (piece.IsEmpty && _length == 0)
            {
                if (_isError && !_hasData)
                {
                    return position;
                }

                (EventLength, _isError, _hasData) = (0, false, false);
            }
            else
            {
                EndLine(piece);
            }

            _isAfterReturn = rest[end] == '\r';
            position += end + (_isAfterReturn && end + 1 < rest.Length && rest[end + 1] == '\n' ? 2 : 1);
            _isAfterReturn &= position == bytes.Length && bytes[position - 1] == '\r';
        }

        return position;
    }

    /// <summary>Ends the last line.</summary>
    /// <returns>What must follow for the parser to emit the last event: it discards one without a blank line, and one without data.</returns>
    public string End()
    {
        var isOpen = _length > 0;
        EndLine([]);
        return !_isError || _hasData ? "\n\n" : isOpen ? "\ndata:\n\n" : "data:\n\n";
    }

    private void Keep(ReadOnlySpan<byte> piece)
    {
        piece = piece.Slice(0, Math.Min(piece.Length, _start.Length - _length));
        piece.CopyTo(_start.AsSpan(_length));
        _length += piece.Length;
    }

    private void EndLine(ReadOnlySpan<byte> line)
    {
        if (_length > 0)
        {
            Keep(line);
            line = _start.AsSpan(0, _length);
            _length = 0;
        }

        var isEvent = IsField(line, "event"u8);
        var isData = IsField(line, "data"u8);
        BeginsAsEvents ??= line.IsEmpty ? null
            : isEvent || isData || line[0] == ':' || line.StartsWith("\uFEFF"u8) || IsField(line, "id"u8) || IsField(line, "retry"u8);
        _hasData |= isData;
        _isError = isEvent ? StreamEvent.IsError(Utf8Text.Decode(line.Slice(Math.Min(line.Length, "event:".Length)))) : _isError;
    }

    private static bool IsField(ReadOnlySpan<byte> line, ReadOnlySpan<byte> name) =>
        line.StartsWith(name) && (line.Length == name.Length || line[name.Length] == ':');
}
