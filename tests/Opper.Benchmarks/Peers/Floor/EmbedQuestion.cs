namespace Opper.Benchmarks.Peers.Floor;

internal sealed class EmbedQuestion
{
    public required IReadOnlyList<string> Input { get; init; }
    public string? Model { get; init; }
}
