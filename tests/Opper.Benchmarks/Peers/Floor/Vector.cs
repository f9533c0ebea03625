namespace Opper.Benchmarks.Peers.Floor;

internal sealed class Vector
{
    public int? Index { get; set; }
    public float[]? Embedding { get; set; }
}
