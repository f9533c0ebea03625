using System.Text.Json;

namespace Opper.Benchmarks.Peers.Floor;

/// <summary>A piece of a typed answer: the delta is of any JSON type, and is not looked into.</summary>
internal sealed class FieldChunk
{
    public JsonElement Delta { get; set; }
    public string? JsonPath { get; set; }
    public string? SpanId { get; set; }
    public string? ChunkType { get; set; }
}
