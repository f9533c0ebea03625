namespace Opper;

public sealed partial class OpperClientOptions
{
    /// <summary>Whether a span that cannot be recorded fails the work that is traced. Default: <see langword="false"/>, it is logged and kept in <see cref="SpanScope.Failure"/>.</summary>
    public bool StrictTracing { get; set; }

    /// <summary>How long recording one part of a span (its start, its end, a metric, feedback) may take, retries included. Default: 10 seconds.</summary>
    public TimeSpan TracingTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>A queue through which spans are recorded in the background, so that the work does not wait for them. It stays its owner's, who disposes it. Default: none; with <c>AddOpper</c>, the one that is registered as a service.</summary>
    public OpperSpanQueue? SpanQueue { get; set; }

    /// <summary>Supplies the parent of calls and spans that name none and run in no <see cref="SpanScope"/>. Default: none; with <c>AddOpper</c>, the one that is registered as a service.</summary>
    public ISpanContextSource? SpanContextSource { get; set; }

    private partial void ValidateTracing() => CheckTimeout(TracingTimeout, nameof(TracingTimeout));
}
