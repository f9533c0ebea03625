using System.Globalization;
using System.Net;

namespace Opper.Tests;

/// <summary>Serves a list of functions page by page, and can hold pages back, so that tests see which requests are under way together.</summary>
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

    /// <summary>How many items there are when a request comes.</summary>
    public Func<int> Count { get; set; }

    /// <summary>What total the server names; null for none.</summary>
    public Func<int?> Total { get; set; }

    /// <summary>How many items a page has at most, at an offset, whatever was asked for.</summary>
    public Func<int, int> Cap { get; set; } = static _ => int.MaxValue;

    public HashSet<int> FailingOffsets { get; } = [];

    public List<int> Offsets { get; } = [];

    public int MaxInFlight { get; private set; }

    public int Cancelled { get; private set; }

    /// <summary>Done when so many requests are under way.</summary>
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
            // Real answers never come on the asking thread.
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
