using Microsoft.Extensions.Logging;

namespace Opper.Transport;

/// <summary>The log messages of the client. They contain no content, query parameters or headers.</summary>
internal static partial class PipelineLog
{
    public const string Category = "Opper";

    public static void ResponseReceived(CallState state, TransportResponse response)
    {
        if (state.Logger.IsEnabled(LogLevel.Debug))
        {
            ResponseReceived(state.Logger, state.Request.Operation.Method.Method, state.Request.Path, (int)response.StatusCode, state.Elapsed.TotalMilliseconds,
                state.Attempts, response.RequestId);
        }
    }

    public static void Retrying(CallState state, Exception exception)
    {
        if (state.Logger.IsEnabled(LogLevel.Information))
        {
            Retrying(state.Logger, state.Request.Operation.Method.Method, state.Request.Path, state.Attempts, ErrorType.Of(exception),
                state.NextDelay.TotalMilliseconds);
        }
    }

    public static void Failed(CallState state, Exception exception)
    {
        if (state.Logger.IsEnabled(LogLevel.Warning))
        {
            Failed(state.Logger, state.Request.Operation.Method.Method, state.Request.Path, ErrorType.Of(exception), state.Elapsed.TotalMilliseconds,
                state.Attempts, (exception as OpperException)?.RequestId);
        }
    }

    [LoggerMessage(4, LogLevel.Warning, "The {Part} of span {SpanId} could not be recorded: {Error}")]
    public static partial void SpanLost(ILogger logger, string part, string spanId, string error);

    [LoggerMessage(5, LogLevel.Warning, "The {Part} of span {SpanId} was dropped: {Reason}")]
    public static partial void SpanDropped(ILogger logger, string part, string spanId, string reason);

    [LoggerMessage(6, LogLevel.Information,
        "According to Opper, /v3/compat succeeds /v2/call. To use it with the same code, set OpperClientOptions.Surface = OpperSurface.Compat")]
    public static partial void OtherSurface(ILogger logger);

    [LoggerMessage(1, LogLevel.Debug, "{Method} {Path} returned {StatusCode} in {ElapsedMs:0} ms (attempts: {Attempts}, request ID: {RequestId})")]
    private static partial void ResponseReceived(ILogger logger, string method, string path, int statusCode, double elapsedMs, int attempts, string? requestId);

    [LoggerMessage(2, LogLevel.Information, "{Method} {Path}: attempt {Attempt} failed with {Error}; retrying in {DelayMs:0} ms")]
    private static partial void Retrying(ILogger logger, string method, string path, int attempt, string error, double delayMs);

    [LoggerMessage(3, LogLevel.Warning, "{Method} {Path} failed with {Error} after {ElapsedMs:0} ms (attempts: {Attempts}, request ID: {RequestId})")]
    private static partial void Failed(ILogger logger, string method, string path, string error, double elapsedMs, int attempts, string? requestId);
}
