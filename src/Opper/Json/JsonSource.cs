using System.Text.Json;

namespace Opper;

/// <summary>State of generated readers besides the <see cref="Utf8JsonReader"/>: the bytes being read, and the handling of special members.</summary>
internal ref struct JsonSource
{
    public JsonSource(ReadOnlySpan<byte> utf8) => Utf8 = utf8;

    /// <summary>The bytes being read; empty if unknown, as in a converter of System.Text.Json.</summary>
    public ReadOnlySpan<byte> Utf8 { get; }

    /// <summary>The offset in <see cref="Utf8"/> of the reader's position 0; not zero after a vector was parsed without the reader.</summary>
    public int Offset { get; set; }

    /// <summary>Receives the range of the member marked <c>x-opper-payload</c>, which is not copied in that case.</summary>
    public PayloadRange? Payload { get; set; }

    /// <summary>The cache of strings that repeat from event to event of a stream.</summary>
    public EventCache? Events { get; set; }

    /// <summary>The length of the last vector, which is usually that of the next one.</summary>
    public int VectorLength { get; set; }
}
