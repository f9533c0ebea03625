using System.Text.Json;

namespace Opper;

/// <summary>What the events of one stream have in common: strings that repeat are allocated once, and an event that repeats the last but for its piece is not read again.</summary>
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

    /// <summary>Reads an event that is, byte for byte, the one kept last but for its piece.</summary>
    /// <param name="data">The event.</param>
    /// <param name="piece">Its piece.</param>
    /// <param name="common">What was kept with the other.</param>
    /// <returns>Whether it is; otherwise it is to be read whole.</returns>
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
            // Reading the whole says what is wrong with it.
        }

        return false;
    }

    /// <summary>Says where the piece of the event stands that is being read.</summary>
    public void MarkPiece(ref Utf8JsonReader reader)
        => _piece = reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray ? default : ((int)reader.TokenStartIndex, (int)reader.BytesConsumed);

    /// <summary>Keeps what is around the piece of an event, and what was read of it.</summary>
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
