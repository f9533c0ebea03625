namespace Opper.Tracing;

public partial class SpanMetricsClient
{
    /// <summary>Records a measured value of a span. <c>POST /v2/spans/{span_id}/metrics</c>.</summary>
    /// <param name="spanId">Id of the span, such as <see cref="CallResult{T}.SpanId"/>.</param>
    /// <param name="dimension">What is measured.</param>
    /// <param name="value">The value.</param>
    /// <param name="comment">A remark. Default: none.</param>
    /// <param name="options">Settings for this call alone.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The metric.</returns>
    /// <exception cref="ArgumentException">The id or the dimension is blank.</exception>
    /// <exception cref="OpperApiException">The API answered with an error.</exception>
    /// <exception cref="OpperTimeoutException">A time limit ran out.</exception>
    /// <exception cref="OpperConnectionException">The connection failed.</exception>
    public virtual Task<SpanMetric> CreateAsync(string spanId, string dimension, double value, string? comment = null, RequestOptions? options = null, CancellationToken cancellationToken = default)
    {
        ThrowIf.Blank(dimension);
        return CreateAsync(spanId, new CreateSpanMetricRequest { Dimension = dimension, Value = value, Comment = comment }, options, cancellationToken);
    }
}
