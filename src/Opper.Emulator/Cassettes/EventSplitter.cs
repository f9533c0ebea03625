namespace Opper.Emulator.Cassettes;

/// <summary>Puts the pieces of an event stream, as they come from the network, together to whole events.</summary>
internal sealed class EventSplitter
{
    private byte[] _held = new byte[4096];
    private int _length;
    private int _searched;

    /// <summary>The events that are complete now, each with the empty line that ends it.</summary>
    public IReadOnlyList<byte[]> Push(ReadOnlySpan<byte> piece)
    {
        if (_held.Length < _length + piece.Length)
        {
            Array.Resize(ref _held, Math.Max(_held.Length * 2, _length + piece.Length));
        }

        piece.CopyTo(_held.AsSpan(_length));
        _length += piece.Length;
        var held = _held.AsSpan(0, _length);
        var events = new List<byte[]>();
        var start = 0;
        for (var end = NextEnd(held, _searched); end > 0; end = NextEnd(held, end))
        {
            events.Add(held[start..end].ToArray());
            start = end;
        }

        held[start..].CopyTo(_held);
        _length -= start;
        // The last bytes may be the beginning of an end.
        _searched = Math.Max(0, _length - 3);
        return events;
    }

    /// <summary>What came after the last whole event.</summary>
    public byte[] Rest() => _held[.._length];

    // An empty line: two line ends in a row, each of which may be \n, \r\n or \r.
    private static int NextEnd(ReadOnlySpan<byte> held, int from)
    {
        for (var i = from; i < held.Length; i++)
        {
            if (held[i] is not ((byte)'\n' or (byte)'\r'))
            {
                continue;
            }

            var second = AfterLineEnd(held, i);
            if (second < held.Length && held[second] is (byte)'\n' or (byte)'\r')
            {
                // A \r at the end of what has come may still be followed by its \n.
                return held[second] == (byte)'\r' && second + 1 == held.Length ? -1 : AfterLineEnd(held, second);
            }
        }

        return -1;
    }

    private static int AfterLineEnd(ReadOnlySpan<byte> held, int at) =>
        held[at] == (byte)'\r' && at + 1 < held.Length && held[at + 1] == (byte)'\n' ? at + 2 : at + 1;
}
