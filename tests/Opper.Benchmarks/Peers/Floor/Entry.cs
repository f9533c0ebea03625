namespace Opper.Benchmarks.Peers.Floor;

internal sealed class Entry
{
    public string? Id { get; set; }
    public string? Input { get; set; }
    public string? Output { get; set; }
    public string? Expected { get; set; }
    public string? Comment { get; set; }
}
