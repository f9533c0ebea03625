namespace Opper.Tracing;

/// <summary>
/// Supplies the span under which calls and spans are recorded that name no parent and run in no <see cref="SpanScope"/>, such as the activity that an
/// OpenTelemetry exporter records. See <see cref="OpperClientOptions.SpanContextSource"/>.
/// </summary>
public interface ISpanContextSource
{
    /// <summary>The span of the current asynchronous path; <see langword="null"/> where there is none. It must not block and must not throw.</summary>
    OpperSpanContext? Current { get; }

    /// <summary>Makes sure that <see cref="Current"/> exists in Opper, which finds the trace of a call by its parent. It is awaited before a request is sent under that span, and must not throw except on cancellation.</summary>
    /// <param name="cancellationToken">The caller's token.</param>
    /// <returns>A task that ends when the span exists, or when waiting for it is no use.</returns>
    ValueTask EnsureRecordedAsync(CancellationToken cancellationToken = default);
}
