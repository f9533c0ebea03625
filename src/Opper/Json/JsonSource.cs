using System.Text.Json;

namespace Opper;

/// <summary>What generated readers need besides the <see cref="Utf8JsonReader"/>: the bytes it reads, and what to do with values that are handled in a special way.</summary>
internal ref struct JsonSource
{
    public JsonSource(ReadOnlySpan<byte> utf8) => Utf8 = utf8;

    /// <summary>The bytes the reader reads; empty when they are not known, as in a converter of System.Text.Json.</summary>
    public ReadOnlySpan<byte> Utf8 { get; }

    /// <summary>Where in <see cref="Utf8"/> the reader's own positions start; not zero after a vector was scanned past it.</summary>
    public int Offset { get; set; }

    /// <summary>Receives the range of the member marked <c>x-opper-payload</c>, which is then not copied.</summary>
    public PayloadRange? Payload { get; set; }

    /// <summary>Strings that repeat from event to event of a stream.</summary>
    public EventCache? Events { get; set; }

    /// <summary>The length of the last vector: the next one is mostly as long.</summary>
    public int VectorLength { get; set; }
}
