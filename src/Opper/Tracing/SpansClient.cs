namespace Opper.Tracing;

public partial class SpansClient
{
    /// <summary>
    /// Starts a span that calls and further spans on this asynchronous path stand under, until it is disposed. <c>POST /v2/spans</c>.
    /// </summary>
    /// <remarks>
    /// A span that cannot be recorded does not fail the work: it counts as not there, and <see cref="SpanScope.Failure"/> says why
    /// (<see cref="OpperClientOptions.StrictTracing"/> makes it throw). With <see cref="OpperClientOptions.SpanQueue"/> nothing is waited for.
    /// When an <see cref="System.Diagnostics.Activity"/> is current, its ids go into the span's <c>meta</c> as <c>otel_trace_id</c> and <c>otel_span_id</c>.
    /// </remarks>
    /// <param name="name">The span's name; for a root span, the trace's.</param>
    /// <param name="input">What goes in: text, or anything that can be written as JSON.</param>
    /// <param name="type">What kind of work it is, such as <c>retrieval</c>.</param>
    /// <param name="cancellationToken">Cancels the request that starts it.</param>
    /// <returns>The open span: <c>await using</c> it.</returns>
    /// <exception cref="ArgumentException">The name is blank.</exception>
    /// <exception cref="OpperException">The span could not be started, and tracing is strict.</exception>
    public virtual Task<SpanScope> StartAsync(string name, object? input = null, string? type = null, CancellationToken cancellationToken = default)
    {
        ThrowIf.Blank(name);
        var scope = new SpanScope(new SpanWriter(this, Pipeline), AmbientSpan.Current, Pipeline.Options.SpanContextSource?.Current, name);

        // Before the first await, so that the caller's path has it; the id is made here for the same reason.
        scope.Begin();
        return BeginAsync(scope, input, type, cancellationToken);
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
        var span = await StartAsync(name, input, type, cancellationToken).ConfigureAwait(false);
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

    /// <summary>Says how good the work of a span was. <c>POST /v2/spans/{span_id}/feedback</c>.</summary>
    /// <param name="spanId">Id of the span, such as <see cref="CallResult{T}.SpanId"/>.</param>
    /// <param name="score">From 0, bad, to 1, good.</param>
    /// <param name="comment">Why. Default: none.</param>
    /// <param name="options">Settings for this call alone.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>What was recorded.</returns>
    /// <exception cref="ArgumentException">The id is blank.</exception>
    /// <exception cref="OpperApiException">The API answered with an error.</exception>
    /// <exception cref="OpperTimeoutException">A time limit ran out.</exception>
    /// <exception cref="OpperConnectionException">The connection failed.</exception>
    public virtual Task<FeedbackResponse> SubmitFeedbackAsync(string spanId, double score, string? comment = null, RequestOptions? options = null, CancellationToken cancellationToken = default)
        => SubmitFeedbackAsync(spanId, new SubmitFeedbackRequest { Score = score, Comment = comment }, options, cancellationToken);

    private static async Task<SpanScope> BeginAsync(SpanScope scope, object? input, string? type, CancellationToken cancellationToken)
    {
        await scope.StartAsync(input, type, cancellationToken).ConfigureAwait(false);
        return scope;
    }
}
