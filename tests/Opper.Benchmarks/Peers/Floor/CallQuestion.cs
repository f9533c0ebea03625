namespace Opper.Benchmarks.Peers.Floor;

internal sealed class CallQuestion
{
    public required string Name { get; init; }
    public string? Instructions { get; init; }
    public string? Input { get; init; }
    public string? Model { get; init; }
}
