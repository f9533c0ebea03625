using System.Globalization;
using System.Net;

namespace Opper.Tests;

/// <summary>Serves a list of functions in pages, and can delay pages, so that tests can observe which requests are concurrent.</summary>
internal sealed class PageServer : HttpMessageHandler
{
    private readonly object _gate = new();
    private readonly Dictionary<int, TaskCompletionSource> _held = [];
    private int _inFlight;

    public PageServer(int count, Action<OpperClientOptions>? configure = null)
    {
        Count = () => count;
        Total = () => Count();
        var options = new OpperClientOptions { ApiKey = "k", BaseUrl = "https://api.example.test", MaxRetries = 0 };
        configure?.Invoke(options);
        Opper = new OpperClient(options, new HttpClient(this) { Timeout = Timeout.InfiniteTimeSpan });
    }

    public OpperClient Opper { get; }

    /// <summary>The number of items at the time of a request.</summary>
    public Func<int> Count { get; set; }

    /// <summary>The total that the server reports; null for none.</summary>
    public Func<int?> Total { get; set; }

    /// <summary>The maximum number of items of a page at an offset, regardless of the requested limit.</summary>
    public Func<int, int> Cap { get; set; } = static _ => int.MaxValue;

    public HashSet<int> FailingOffsets { get; } = [];

    public List<int> Offsets { get; } = [];

    public int MaxInFlight { get; private set; }

    public int Cancelled { get; private set; }

    /// <summary>Completes when this number of requests is in flight.</summary>
    public Dictionary<int, TaskCompletionSource> WhenInFlight { get; } = [];

    public TaskCompletionSource Hold(int offset) => _held[offset] = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    public TaskCompletionSource Reaching(int inFlight) => WhenInFlight[inFlight] = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var query = request.RequestUri!.Query.TrimStart('?').Split('&').Select(pair => pair.Split('=')).ToDictionary(pair => pair[0], pair => pair[1]);
        var offset = int.Parse(query["offset"], CultureInfo.InvariantCulture);
        var limit = int.Parse(query["limit"], CultureInfo.InvariantCulture);
        lock (_gate)
        {
            Offsets.Add(offset);
            MaxInFlight = Math.Max(MaxInFlight, ++_inFlight);
            if (WhenInFlight.TryGetValue(_inFlight, out var reached))
            {
                reached.TrySetResult();
            }
        }

        try
        {
            // Real responses never complete on the calling thread.
            await Task.Yield();
            if (_held.TryGetValue(offset, out var held))
            {
                await held.Task.WaitAsync(cancellationToken);
            }

            cancellationToken.ThrowIfCancellationRequested();
        }
        catch (OperationCanceledException)
        {
            lock (_gate)
            {
                Cancelled++;
            }

            throw;
        }
        finally
        {
            lock (_gate)
            {
                _inFlight--;
            }
        }

        if (FailingOffsets.Contains(offset))
        {
            return TestClient.Response("{}", (int)HttpStatusCode.BadRequest);
        }

        var count = Math.Max(0, Math.Min(Math.Min(limit, Cap(offset)), Count() - offset));
        var items = Enumerable.Range(offset, count).Select(static i => $$"""{"id": "i{{i}}", "name": "n{{i}}", "revision_id": "r"}""");
        var meta = Total() is { } total ? $$""" "meta": {"total_count": {{total}}}, """ : string.Empty;
        return TestClient.Response($$"""{ {{meta}} "data": [{{string.Join(",", items)}}]}""");
    }
}
