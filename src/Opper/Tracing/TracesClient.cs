namespace Opper.Tracing;

public partial class TracesClient
{
    /// <summary>The trace that a span stands in, for example to learn what a streamed call used. <c>GET /v2/spans/{span_id}</c>, then <c>GET /v2/traces/{trace_id}</c>.</summary>
    /// <param name="spanId">Id of the span, such as that of a call or a stream.</param>
    /// <param name="options">Settings for these two calls alone.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    /// <returns>The trace with all its spans.</returns>
    /// <exception cref="ArgumentException">The id is blank.</exception>
    /// <exception cref="OpperNotFoundException">There is no such span, or it belongs to no trace.</exception>
    /// <exception cref="OpperApiException">The API answered with another error.</exception>
    public virtual async Task<Trace> GetBySpanAsync(string spanId, RequestOptions? options = null, CancellationToken cancellationToken = default)
    {
        var span = await new SpansClient(Pipeline).GetAsync(spanId, options, cancellationToken).ConfigureAwait(false);
        return await GetAsync(span.TraceId ?? span.Id, options, cancellationToken).ConfigureAwait(false);
    }
}
