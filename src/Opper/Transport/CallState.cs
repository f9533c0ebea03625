using Microsoft.Extensions.Logging;

namespace Opper;

/// <summary>What one call carries through its attempts.</summary>
internal sealed class CallState(OpperRequest request, RequestPayload? payload, RequestOptions? requestOptions, CallSettings settings, OpperClientOptions options, Deadline total, ILogger logger)
{
    public OpperRequest Request { get; } = request;
    public RequestPayload? Payload { get; private set; } = payload;
    public RequestOptions? RequestOptions { get; } = requestOptions;
    public CallSettings Settings { get; } = settings;
    public OpperClientOptions Options { get; } = options;
    public Deadline Total { get; } = total;
    public ILogger Logger { get; } = logger;
    public int Attempts { get; set; }

    /// <summary>What the operation itself says in headers.</summary>
    public IDictionary<string, string>? Headers { get; set; }

    /// <summary>The models to ask one after another, where the client does so.</summary>
    public ModelChain? Chain { get; init; }

    public TimeSpan NextDelay { get; set; }

    /// <summary>Goes on to the next model, where there is one that may be asked after a failure.</summary>
    public bool MoveOn(Exception failure)
    {
        if (Chain?.MovesOn(failure) != true)
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

    /// <summary>How messages name the call; never with its query, which may hold a prompt.</summary>
    public string Name => Request.Operation.Method.Method + " " + Request.Path;
}
