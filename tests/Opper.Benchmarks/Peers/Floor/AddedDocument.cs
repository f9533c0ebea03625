namespace Opper.Benchmarks.Peers.Floor;

internal sealed class AddedDocument
{
    public string? Id { get; set; }
    public string? Key { get; set; }
}
