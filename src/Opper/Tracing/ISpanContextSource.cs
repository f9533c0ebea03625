namespace Opper.Tracing;

/// <summary>
/// Provides the parent span of calls and spans that do not set one and run outside any <see cref="SpanScope"/>, such as the span of the current
/// OpenTelemetry activity. See <see cref="OpperClientOptions.SpanContextSource"/>.
/// </summary>
public interface ISpanContextSource
{
    /// <summary>The current span, or <see langword="null"/>. Implementations must not block or throw.</summary>
    OpperSpanContext? Current { get; }

    /// <summary>Ensures that <see cref="Current"/> is recorded in Opper. It is awaited before a child request is sent, because the API looks up the trace by
    /// the parent. Implementations must not throw except for cancellation.</summary>
    /// <param name="cancellationToken">The cancellation token.</param>
    /// <returns>A task that completes when the span is recorded, or cannot be.</returns>
    ValueTask EnsureRecordedAsync(CancellationToken cancellationToken = default);
}
