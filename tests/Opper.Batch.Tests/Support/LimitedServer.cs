using System.Net;
using System.Net.Http.Headers;

namespace Opper.Batch.Tests.Support;

/// <summary>A server with a token bucket, by a clock that the test advances.</summary>
internal sealed class LimitedServer(TimeProvider time, int perSecond, int burst, int latency, bool statesRetryAfter) : HttpMessageHandler
{
    private const string Answer = """{"span_id":"7c0e5a34-2f0a-4c3d-9d43-3f8f7d9f1a10","message":"yes"}""";

    private readonly Lock _lock = new();
    private double _left = burst;
    private long _last = time.GetTimestamp();

    public int Admitted { get; private set; }

    public int Refused { get; private set; }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (!Admit())
        {
            var refusal = new HttpResponseMessage(HttpStatusCode.TooManyRequests) { Content = new StringContent("{}") };
            refusal.Headers.RetryAfter = statesRetryAfter ? new RetryConditionHeaderValue(TimeSpan.FromSeconds(1)) : null;
            return refusal;
        }

        await Task.Delay(TimeSpan.FromMilliseconds(latency), time, cancellationToken);
        return new HttpResponseMessage { Content = new StringContent(Answer, null, "application/json") };
    }

    private bool Admit()
    {
        lock (_lock)
        {
            var now = time.GetTimestamp();
            _left = Math.Min(burst, _left + (time.GetElapsedTime(_last, now).TotalSeconds * perSecond));
            _last = now;
            var admits = _left >= 1;
            _left -= admits ? 1 : 0;
            Admitted += admits ? 1 : 0;
            Refused += admits ? 0 : 1;
            return admits;
        }
    }
}
