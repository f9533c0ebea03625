using Microsoft.Extensions.Logging;
using Polly;

namespace Opper;

/// <summary>What one call carries through its attempts.</summary>
internal sealed class CallState(OpperRequest request, RequestPayload? payload, RequestOptions? requestOptions, CallSettings settings, OpperClientOptions options, Deadline total, ILogger logger)
{
    public OpperRequest Request { get; } = request;
    public RequestPayload? Payload { get; } = payload;
    public RequestOptions? RequestOptions { get; } = requestOptions;
    public CallSettings Settings { get; } = settings;
    public OpperClientOptions Options { get; } = options;
    public Deadline Total { get; } = total;
    public ILogger Logger { get; } = logger;
    public int Attempts { get; set; }

    /// <summary>What the operation itself says in headers.</summary>
    public IReadOnlyDictionary<string, string>? Headers { get; init; }
    public TimeSpan NextDelay { get; set; }

    /// <summary>The first attempt, made before there was anything to retry.</summary>
    public Outcome<TransportResponse>? First { get; set; }

    public Outcome<TransportResponse>? TakeFirst()
    {
        var first = First;
        First = null;
        return first;
    }

    public bool CanReplay => Payload?.CanReplay ?? true;

    public TimeSpan Elapsed => Total.Elapsed;

    public TimeSpan Remaining => Total.Remaining;

    /// <summary>How messages name the call; never with its query, which may hold a prompt.</summary>
    public string Name => Request.Operation.Method.Method + " " + Request.Path;
}
