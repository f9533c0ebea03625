using System.Text.Json;

namespace Opper.Json;

/// <summary>Data shared by the events of one stream: repeated strings are allocated once, and an event that equals the previous one except for its delta is not
/// parsed again.</summary>
internal sealed class EventCache
{
    private const int Slots = 16;
    private const int MaxLength = 128;
    private const int MaxAround = 1024;

    private readonly Entry[] _entries = new Entry[Slots];
    private byte[] _around = [];
    private int _head;
    private int _tail;
    private object? _common;
    private (int Start, int End) _piece;

    /// <summary>Reads an event that equals the last stored one, byte for byte, except for its delta.</summary>
    /// <param name="data">The event.</param>
    /// <param name="piece">Its delta.</param>
    /// <param name="common">The metadata stored with the other event.</param>
    /// <returns>Whether it does; otherwise the whole event must be parsed.</returns>
    public bool TryRepeat(ReadOnlySpan<byte> data, out StreamPiece piece, out object? common)
    {
        piece = default;
        common = _common;
        _piece = default;
        var length = data.Length - _head - _tail;
        if (_head == 0 || length <= 0 || !data.StartsWith(_around.AsSpan(0, _head)) || !data.EndsWith(_around.AsSpan(_head, _tail)))
        {
            return false;
        }

        var reader = new Utf8JsonReader(data.Slice(_head, length));
        var source = default(JsonSource);
        try
        {
            reader.Read();
            if (reader.BytesConsumed == length && reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray))
            {
                piece = StreamPiece.Read(ref reader, ref source);
                return true;
            }
        }
        catch (JsonException)
        {
            // Parsing the whole event reports the error.
        }

        return false;
    }

    /// <summary>Records the position of the delta of the event that is being parsed.</summary>
    public void MarkPiece(ref Utf8JsonReader reader) =>
        _piece = reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray ? default : ((int)reader.TokenStartIndex, (int)reader.BytesConsumed);

    /// <summary>Stores an event without its delta, and the metadata read from it.</summary>
    public void Keep(ReadOnlySpan<byte> data, object? common)
    {
        var tail = data.Length - _piece.End;
        if (_piece.Start == 0 || _piece.Start + tail > MaxAround)
        {
            return;
        }

        (_head, _tail, _common) = (_piece.Start, tail, common);
        if (_around.Length < _head + _tail)
        {
            _around = new byte[MaxAround];
        }

        data.Slice(0, _head).CopyTo(_around);
        data.Slice(_piece.End).CopyTo(_around.AsSpan(_head));
    }

    /// <summary>The string the reader is positioned on.</summary>
    public string Read(ref Utf8JsonReader reader)
    {
        if (reader.ValueIsEscaped || reader.HasValueSequence || reader.ValueSpan.Length is 0 or > MaxLength)
        {
            return JsonText.Read(ref reader);
        }

        var bytes = reader.ValueSpan;
        ref var entry = ref _entries[(bytes.Length + (bytes[0] * 3) + (bytes[bytes.Length - 1] * 7)) & (Slots - 1)];
        if (entry.Utf8 is null || !bytes.SequenceEqual(entry.Utf8))
        {
            entry = new Entry { Utf8 = bytes.ToArray(), Text = JsonText.Read(ref reader) };
        }

        return entry.Text;
    }

    private struct Entry
    {
        public byte[]? Utf8;
        public string Text;
    }
}
