namespace Opper;

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

    /// <summary>
    /// Runs work under a span of its own: calls and further spans within stand under it, what the work returns becomes the span's output,
    /// what it throws becomes its error and is thrown on. <c>POST /v2/spans</c>, then <c>PATCH /v2/spans/{span_id}</c>.
    /// </summary>
    /// <remarks>Under another span it makes a child, else a new trace. A failure of the tracing does not fail the work, unless <see cref="OpperClientOptions.StrictTracing"/> is on.</remarks>
    /// <typeparam name="TResult">What the work returns.</typeparam>
    /// <param name="name">The span's name; for a root span, the trace's.</param>
    /// <param name="input">What goes in: text, or anything that can be written as JSON.</param>
    /// <param name="work">The work. It is given the span, for metrics, feedback and meta.</param>
    /// <param name="type">What kind of work it is, such as <c>retrieval</c>.</param>
    /// <param name="cancellationToken">Cancels the request that starts the span; the work has its own.</param>
    /// <returns>What the work returned.</returns>
    /// <exception cref="ArgumentException">The name is blank.</exception>
    /// <exception cref="OpperException">The span could not be recorded, and tracing is strict.</exception>
    public virtual async Task<TResult> RunAsync<TResult>(string name, object? input, Func<SpanScope, Task<TResult>> work, string? type = null, CancellationToken cancellationToken = default)
    {
        ThrowIf.Null(work);
        var span = await new SpansClient(Pipeline).StartAsync(name, input, type, cancellationToken).ConfigureAwait(false);
        TResult result;
        try
        {
            result = await work(span).ConfigureAwait(false);
            if (result is not null)
            {
                span.SetOutput(result);
            }
        }
        catch (Exception exception)
        {
            span.SetError(exception);
            throw;
        }
        finally
        {
            await span.EndAsync().ConfigureAwait(false);
        }

        span.ThrowIfStrict();
        return result;
    }

    /// <inheritdoc cref="RunAsync{TResult}(string, object?, Func{SpanScope, Task{TResult}}, string?, CancellationToken)"/>
    public virtual Task<TResult> RunAsync<TResult>(string name, Func<SpanScope, Task<TResult>> work, string? type = null, CancellationToken cancellationToken = default)
        => RunAsync(name, input: null, work, type, cancellationToken);

    /// <summary>
    /// Runs work under a span of its own: calls and further spans within stand under it, what it throws becomes the span's error and is thrown on;
    /// an output is set by <see cref="SpanScope.SetOutput"/>. <c>POST /v2/spans</c>, then <c>PATCH /v2/spans/{span_id}</c>.
    /// </summary>
    /// <param name="name">The span's name; for a root span, the trace's.</param>
    /// <param name="input">What goes in: text, or anything that can be written as JSON.</param>
    /// <param name="work">The work. It is given the span, for output, metrics, feedback and meta.</param>
    /// <param name="type">What kind of work it is, such as <c>retrieval</c>.</param>
    /// <param name="cancellationToken">Cancels the request that starts the span; the work has its own.</param>
    /// <returns>A task that ends with the work, when the end of the span is written or queued.</returns>
    /// <exception cref="ArgumentException">The name is blank.</exception>
    /// <exception cref="OpperException">The span could not be recorded, and tracing is strict.</exception>
    public virtual Task RunAsync(string name, object? input, Func<SpanScope, Task> work, string? type = null, CancellationToken cancellationToken = default)
    {
        ThrowIf.Null(work);
        return RunAsync<object?>(
            name,
            input,
            async span =>
            {
                await work(span).ConfigureAwait(false);
                return null;
            },
            type,
            cancellationToken);
    }

    /// <inheritdoc cref="RunAsync(string, object?, Func{SpanScope, Task}, string?, CancellationToken)"/>
    public virtual Task RunAsync(string name, Func<SpanScope, Task> work, string? type = null, CancellationToken cancellationToken = default)
        => RunAsync(name, input: null, work, type, cancellationToken);
}
