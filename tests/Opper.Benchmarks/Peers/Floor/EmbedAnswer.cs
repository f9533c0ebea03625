namespace Opper.Benchmarks.Peers.Floor;

internal sealed class EmbedAnswer
{
    public string? Model { get; set; }
    public List<Vector>? Data { get; set; }
}
