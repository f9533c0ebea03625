using System.Text.Json;

namespace Opper;

/// <summary>A text that is mostly the same from event to event: made once, and known again by its bytes.</summary>
internal struct RepeatedText
{
    private byte[]? _utf8;

    public string? Text { get; private set; }

    /// <summary>The string that the reader stands at.</summary>
    public string Read(ref Utf8JsonReader reader)
    {
        var bytes = reader.ValueSpan;
        if (_utf8 is not null && bytes.SequenceEqual(_utf8))
        {
            return Text!;
        }

        Text = reader.GetString()!;
        _utf8 = bytes.ToArray();
        return Text;
    }
}
