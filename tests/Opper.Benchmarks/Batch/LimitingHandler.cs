using System.Globalization;
using System.Net;

namespace Opper.Benchmarks.Batch;

/// <summary>A server that refuses what is over its limit.</summary>
internal sealed class LimitingHandler(TimeProvider time, RateLimit limit, TimeSpan latency, bool statesRetryAfter) : HttpMessageHandler
{
    private const string Answer = """{"span_id":"7c0e5a34-2f0a-4c3d-9d43-3f8f7d9f1a10","message":"yes","cost":{"total":0.0001}}""";

    private readonly Lock _lock = new();
    private readonly Random _random = new(1);
    private readonly long _start = time.GetTimestamp();
    private double _left = limit.Burst;
    private TimeSpan _last;
    private long _period = -1;

    public int Admitted { get; private set; }

    public int Refused { get; private set; }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (!Admit(out var retryAfter))
        {
            var refusal = new HttpResponseMessage(HttpStatusCode.TooManyRequests) { Content = new StringContent("{}") };
            if (statesRetryAfter)
            {
                refusal.Headers.Add("Retry-After", retryAfter.ToString(CultureInfo.InvariantCulture));
            }

            return refusal;
        }

        await Task.Delay(latency, time, cancellationToken);
        return new HttpResponseMessage { Content = new StringContent(Answer, null, "application/json") };
    }

    /// <param name="retryAfter">The whole seconds until the server accepts a call.</param>
    private bool Admit(out double retryAfter)
    {
        lock (_lock)
        {
            var now = time.GetElapsedTime(_start);
            var perSecond = limit.PerSecondAt(now);
            var period = now.Ticks / limit.Period.Ticks;
            if (limit.Burst > 0)
            {
                _left = Math.Min(limit.Burst, _left + ((now - _last).TotalSeconds * perSecond));
            }
            else if (period != _period)
            {
                (_period, _left) = (period, perSecond * limit.Period.TotalSeconds);
            }

            _last = now;
            retryAfter = limit.Burst > 0 ? 1 : Math.Ceiling((((period + 1) * limit.Period) - now).TotalSeconds);
            var tokens = limit.TokensOfCall == 1 ? 1 : limit.TokensOfCall * (0.2 + (1.6 * _random.NextDouble()));
            // Sums of fractions may lack the last digit.
            var admits = _left >= tokens - 1e-9;
            _left -= admits ? tokens : 0;
            Admitted += admits ? 1 : 0;
            Refused += admits ? 0 : 1;
            return admits;
        }
    }
}
