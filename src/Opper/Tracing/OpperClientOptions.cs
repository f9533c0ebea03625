namespace Opper;

public sealed partial class OpperClientOptions
{
    /// <summary>Whether failing to record a span throws instead of only being logged. Default: <see langword="false"/>. See
    /// <see cref="SpanScope.Failure"/>.</summary>
    public bool StrictTracing { get; set; }

    /// <summary>The timeout for each span write (start, end, metric or feedback), including retries. Default: 10 seconds.</summary>
    public TimeSpan TracingTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>The queue that records spans in the background. The caller disposes it. Default: none; with <c>AddOpper</c>, the registered service.</summary>
    public OpperSpanQueue? SpanQueue { get; set; }

    /// <summary>The parent of calls and spans outside a <see cref="SpanScope"/>. Default: none; with <c>AddOpper</c>, the registered service.</summary>
    public ISpanContextSource? SpanContextSource { get; set; }

    private partial void ValidateTracing() => CheckTimeout(TracingTimeout, nameof(TracingTimeout));
}
