using Microsoft.Extensions.Logging;

namespace Opper.Transport;

/// <summary>The state of one call, shared by its attempts.</summary>
internal sealed class CallState(OpperRequest request, RequestPayload? payload, RequestOptions? requestOptions, CallSettings settings,
    OpperClientOptions options, Deadline total, ILogger logger)
{
    public OpperRequest Request { get; } = request;
    public RequestPayload? Payload { get; private set; } = payload;
    public RequestOptions? RequestOptions { get; } = requestOptions;
    public CallSettings Settings { get; } = settings;
    public OpperClientOptions Options { get; } = options;
    public Deadline Total { get; } = total;
    public ILogger Logger { get; } = logger;
    public int Attempts { get; set; }

    /// <summary>The headers that the operation itself sets.</summary>
    public IDictionary<string, string>? Headers { get; set; }

    /// <summary>The models to try in order, if the client does the fallback.</summary>
    public ModelChain? Chain { get; init; }

    /// <summary>Whether a 429 is thrown instead of being retried.</summary>
    public bool ThrowsRateLimits { get; init; }

    public TimeSpan NextDelay { get; set; }

    /// <summary>Falls back to the next model, if there is one and the failure allows it.</summary>
    public bool MoveOn(Exception failure)
    {
        if (Chain?.ShouldFallBack(failure) != true)
        {
            return false;
        }

        PipelineLog.Retrying(this, failure);
        Payload?.Release();
        var next = Chain.Next();
        (Payload, Headers) = (new JsonPayload(next.Body, Options.Types), next.Headers);
        return true;
    }

    public bool CanReplay => Payload?.CanReplay ?? true;

    public TimeSpan Elapsed => Total.Elapsed;

    public TimeSpan Remaining => Total.Remaining;

    /// <summary>The name of the call in messages. Without the query, which may contain a prompt.</summary>
    public string Name => Request.Operation.Method.Method + " " + Request.Path;
}
