namespace Opper.Benchmarks.Peers.Floor;

internal sealed class CallAnswer<T> : CallAnswer
{
    public T? JsonPayload { get; set; }
}
