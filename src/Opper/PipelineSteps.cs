namespace Opper;

/// <summary>The steps of a client's calls: the endpoint, telemetry, and the span above them.</summary>
internal sealed class PipelineSteps : IPipelineSteps
{
    public static readonly PipelineSteps Instance = new();

    public OpperRequest Route(OpperPipeline pipeline, OpperRequest request, RequestOptions? options) => CompatRouter.Route(pipeline, request, options);

    public Task<TransportResponse>? Measure(OpperPipeline pipeline, OpperRequest request, RequestOptions? options, CancellationToken cancellationToken) =>
        request.Operation.GenAi is { } operation && (OpperTelemetry.IsEnabled || OpperCallScope.Current is not null)
            ? GenAiCall.MeasureAsync(pipeline, operation, request, options, cancellationToken)
            : null;

    public bool ThrowsRateLimits => OpperCallScope.Current?.HandlesRateLimits == true;

    public Task? WaitForParent(object? body, OpperClientOptions options, CancellationToken cancellationToken) =>
        AmbientSpan.WaitForParent(body, options.SpanContextSource, cancellationToken);

    public object? AttachParent(object? body, OpperClientOptions options) => AmbientSpan.Attach(body, options.SpanContextSource);
}
