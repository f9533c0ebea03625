namespace Opper.Benchmarks.Peers.Floor;

internal sealed class Chunk
{
    public string? Delta { get; set; }
    public string? SpanId { get; set; }
    public string? ChunkType { get; set; }
}
