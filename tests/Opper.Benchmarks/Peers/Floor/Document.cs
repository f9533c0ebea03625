namespace Opper.Benchmarks.Peers.Floor;

internal sealed class Document
{
    public required string Key { get; init; }
    public required string Content { get; init; }
}
