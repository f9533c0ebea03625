namespace Opper.Benchmarks.Peers.Floor;

internal sealed class Price
{
    public decimal? Generation { get; set; }
    public decimal? Platform { get; set; }
    public decimal? Total { get; set; }
}
