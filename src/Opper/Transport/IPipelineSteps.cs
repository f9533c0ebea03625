namespace Opper.Transport;

/// <summary>What is plugged into the transport, which knows neither other endpoints nor telemetry nor spans.</summary>
internal interface IPipelineSteps
{
    /// <summary>Where a request goes that may go to several endpoints.</summary>
    OpperRequest Route(OpperPipeline pipeline, OpperRequest request, RequestOptions? options);

    /// <summary>Sends the request and measures it; <see langword="null"/> when nobody listens.</summary>
    Task<TransportResponse>? Measure(OpperPipeline pipeline, OpperRequest request, RequestOptions? options, CancellationToken cancellationToken);

    /// <summary>Whether a 429 is thrown instead of being retried, because the caller waits for its limits itself.</summary>
    bool ThrowsRateLimits { get; }

    /// <summary>What to wait for before the request is sent, or <see langword="null"/>.</summary>
    Task? WaitForParent(object? body, OpperClientOptions options, CancellationToken cancellationToken);

    /// <summary>Puts the request under the span that its work runs in.</summary>
    object? AttachParent(object? body, OpperClientOptions options);
}
