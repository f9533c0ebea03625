namespace Opper.Benchmarks.Peers.Floor;

internal sealed class Tokens
{
    public long? InputTokens { get; set; }
    public long? OutputTokens { get; set; }
    public long? TotalTokens { get; set; }
}
