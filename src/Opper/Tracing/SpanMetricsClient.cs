namespace Opper.Tracing;

public partial class SpanMetricsClient
{
    /// <summary>Creates a span metric. <c>POST /v2/spans/{span_id}/metrics</c>.</summary>
    /// <param name="spanId">The span ID, such as <see cref="CallResult{T}.SpanId"/>.</param>
    /// <param name="dimension">The name of the metric.</param>
    /// <param name="value">The value.</param>
    /// <param name="comment">The comment. Default: none.</param>
    /// <param name="options">Options for this request; values that are set override those of the client.</param>
    /// <param name="cancellationToken">The cancellation token.</param>
    /// <returns>The metric.</returns>
    /// <exception cref="ArgumentException"><paramref name="spanId"/> or <paramref name="dimension"/> is blank.</exception>
    /// <exception cref="OpperApiException">The API returned an error.</exception>
    /// <exception cref="OpperTimeoutException">A timeout elapsed.</exception>
    /// <exception cref="OpperConnectionException">The connection failed.</exception>
    public virtual Task<SpanMetric> CreateAsync(string spanId, string dimension, double value, string? comment = null, RequestOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ThrowIf.Blank(dimension);
        return CreateAsync(spanId, new CreateSpanMetricRequest { Dimension = dimension, Value = value, Comment = comment }, options, cancellationToken);
    }
}
