namespace Opper.Benchmarks.Peers.Floor;

internal sealed class EntryPage
{
    public EntryMeta? Meta { get; set; }
    public List<Entry>? Data { get; set; }
}
