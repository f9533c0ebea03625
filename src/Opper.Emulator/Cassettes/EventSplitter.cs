namespace Opper.Emulator.Cassettes;

/// <summary>Splits an event stream, which arrives in arbitrary buffers, into events.</summary>
internal sealed class EventSplitter
{
    private readonly List<byte> _held = [];
    private bool _isAfterLineEnd;
    private bool _isComplete;
    private byte _last;

    /// <summary>The events that are now complete, each with the blank line that terminates it.</summary>
    public IReadOnlyList<byte[]> Push(ReadOnlySpan<byte> piece)
    {
        var events = new List<byte[]>();
        foreach (var next in piece)
        {
            // Lines end with \n, \r or \r\n, and the last of these may be split across buffers.
            var isSecondHalf = next == '\n' && _last == '\r' && _held.Count > 0;
            if (_isComplete && !isSecondHalf)
            {
                events.Add(Take());
            }

            if (!isSecondHalf)
            {
                var isLineEnd = next is (byte)'\n' or (byte)'\r';
                _isComplete = isLineEnd && _isAfterLineEnd;
                _isAfterLineEnd = isLineEnd;
            }

            _held.Add(next);
            _last = next;
        }

        if (_isComplete && _last == '\n')
        {
            events.Add(Take());
        }

        return events;
    }

    /// <summary>The bytes after the last complete event.</summary>
    public byte[] Rest() => [.. _held];

    private byte[] Take()
    {
        byte[] taken = [.. _held];
        _held.Clear();
        (_isComplete, _isAfterLineEnd) = (false, false);
        return taken;
    }
}
