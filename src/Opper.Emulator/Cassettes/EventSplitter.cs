namespace Opper.Emulator.Cassettes;

/// <summary>Splits an event stream, which arrives in arbitrary buffers, into events.</summary>
internal sealed class EventSplitter
{
    private readonly List<byte> _held = [];

    /// <summary>The number of consecutive line ends at the end of the bytes; two end an event.</summary>
    private int _lineEnds;

    /// <summary>The events that are now complete, each with the blank line that terminates it.</summary>
    public IEnumerable<byte[]> Push(ReadOnlyMemory<byte> piece)
    {
        for (var i = 0; i < piece.Length; i++)
        {
            // Lines end with \n, \r or \r\n, and the last of these may be split across buffers.
            var next = piece.Span[i];
            var isSecondHalf = next == '\n' && _held is [.., (byte)'\r'];
            if (_lineEnds == 2 && !isSecondHalf)
            {
                yield return Take();
            }

            _held.Add(next);
            _lineEnds = isSecondHalf ? _lineEnds : next is (byte)'\n' or (byte)'\r' ? _lineEnds + 1 : 0;
            if (_lineEnds == 2 && next == '\n')
            {
                yield return Take();
            }
        }
    }

    /// <summary>The bytes after the last complete event.</summary>
    public byte[] Take()
    {
        byte[] taken = [.. _held];
        _held.Clear();
        _lineEnds = 0;
        return taken;
    }
}
