namespace Opper.Tracing;

public partial class TracesClient
{
    /// <summary>Gets the trace of a span. <c>GET /v2/spans/{span_id}</c>, then <c>GET /v2/traces/{trace_id}</c>.</summary>
    /// <param name="spanId">The span ID, such as that of a call or a stream.</param>
    /// <param name="options">Options for both requests; timeouts apply to each request separately.</param>
    /// <param name="cancellationToken">The cancellation token.</param>
    /// <returns>The trace, with all its spans.</returns>
    /// <exception cref="ArgumentException"><paramref name="spanId"/> is blank.</exception>
    /// <exception cref="OpperNotFoundException">The span does not exist or has no trace.</exception>
    /// <exception cref="OpperApiException">The API returned another error.</exception>
    public virtual async Task<Trace> GetBySpanAsync(string spanId, RequestOptions? options = null, CancellationToken cancellationToken = default)
    {
        var span = await new SpansClient(Pipeline).GetAsync(spanId, options, cancellationToken).ConfigureAwait(false);
        return await GetAsync(span.TraceId ?? span.Id, options, cancellationToken).ConfigureAwait(false);
    }
}
