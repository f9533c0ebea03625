using System.Net;

namespace Opper.Benchmarks.Batch;

/// <summary>A server that refuses what is over its limit. With no burst it counts by the seconds of the clock.</summary>
internal sealed class LimitingHandler(TimeProvider time, int perSecond, int burst, TimeSpan latency, bool statesRetryAfter) : HttpMessageHandler
{
    private const string Answer = """{"span_id":"7c0e5a34-2f0a-4c3d-9d43-3f8f7d9f1a10","message":"yes","cost":{"total":0.0001}}""";

    private readonly Lock _lock = new();
    private double _left = burst == 0 ? perSecond : burst;
    private long _last = time.GetTimestamp();

    public int Burst => burst;

    public int Admitted { get; private set; }

    public int Refused { get; private set; }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (!Admit())
        {
            var refusal = new HttpResponseMessage(HttpStatusCode.TooManyRequests) { Content = new StringContent("{}") };
            if (statesRetryAfter)
            {
                refusal.Headers.Add("Retry-After", "1");
            }

            return refusal;
        }

        await Task.Delay(latency, time, cancellationToken);
        return new HttpResponseMessage { Content = new StringContent(Answer, null, "application/json") };
    }

    private bool Admit()
    {
        lock (_lock)
        {
            var now = time.GetTimestamp();
            if (burst == 0)
            {
                _left = now / time.TimestampFrequency == _last / time.TimestampFrequency ? _left : perSecond;
            }
            else
            {
                _left = Math.Min(burst, _left + (time.GetElapsedTime(_last, now).TotalSeconds * perSecond));
            }

            _last = now;
            // Sums of fractions may lack the last digit.
            var admits = _left >= 1 - 1e-9;
            _left -= admits ? 1 : 0;
            Admitted += admits ? 1 : 0;
            Refused += admits ? 0 : 1;
            return admits;
        }
    }
}
