using System.Text.Json;

namespace Opper;

/// <summary>Data shared by the events of one stream, so that repeated strings and repeated metadata are allocated once.</summary>
internal sealed class EventCache
{
    private const int Slots = 16;
    private const int MaxLength = 128;

    private readonly Entry[] _entries = new Entry[Slots];

    /// <summary>The metadata of the last event: everything except its delta.</summary>
    public object? Last { get; set; }

    /// <summary>An unused instance that the metadata of the next event is read into.</summary>
    public object? Scratch { get; set; }

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
