using System.Diagnostics;
using System.Net;

namespace Opper.Benchmarks.Batch;

/// <summary>A server that answers in 50 ms and refuses what is over its limit. With no burst it counts by the seconds of the clock.</summary>
internal sealed class LimitingHandler(int perSecond, int burst) : HttpMessageHandler
{
    private const string Answer = """{"span_id":"7c0e5a34-2f0a-4c3d-9d43-3f8f7d9f1a10","message":"yes","cost":{"total":0.0001}}""";

    private readonly Lock _lock = new();
    private double _left = burst;
    private long _last = Stopwatch.GetTimestamp();

    public int Burst => burst;

    public int Admitted { get; private set; }

    public int Refused { get; private set; }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (!Admit())
        {
            return new HttpResponseMessage(HttpStatusCode.TooManyRequests) { Headers = { { "Retry-After", "1" } }, Content = new StringContent("{}") };
        }

        await Task.Delay(50, cancellationToken);
        return new HttpResponseMessage { Content = new StringContent(Answer, null, "application/json") };
    }

    private bool Admit()
    {
        lock (_lock)
        {
            var now = Stopwatch.GetTimestamp();
            if (burst == 0)
            {
                _left = now / Stopwatch.Frequency == _last / Stopwatch.Frequency ? _left : perSecond;
            }
            else
            {
                _left = Math.Min(burst, _left + (Stopwatch.GetElapsedTime(_last, now).TotalSeconds * perSecond));
            }

            _last = now;
            var admits = _left >= 1;
            _left -= admits ? 1 : 0;
            Admitted += admits ? 1 : 0;
            Refused += admits ? 0 : 1;
            return admits;
        }
    }
}
