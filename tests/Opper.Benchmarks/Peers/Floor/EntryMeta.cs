namespace Opper.Benchmarks.Peers.Floor;

internal sealed class EntryMeta
{
    public int TotalCount { get; set; }
}
