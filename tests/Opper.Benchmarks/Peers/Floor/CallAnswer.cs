namespace Opper.Benchmarks.Peers.Floor;

internal class CallAnswer
{
    public string? SpanId { get; set; }
    public string? Message { get; set; }
    public bool? Cached { get; set; }
    public List<string>? Images { get; set; }
    public Tokens? Usage { get; set; }
    public Price? Cost { get; set; }
}
