namespace Opper.Tracing;

public partial class SpansClient
{
    /// <summary>Starts a span, the parent of calls and spans in the same asynchronous control flow until it is disposed. <c>POST /v2/spans</c>.</summary>
    /// <remarks>
    /// A span that cannot be recorded is ignored, and <see cref="SpanScope.Failure"/> is set, unless <see cref="OpperClientOptions.StrictTracing"/> is set.
    /// With <see cref="OpperClientOptions.SpanQueue"/>, the method does not wait for the request. The IDs of the current
    /// <see cref="System.Diagnostics.Activity"/> are added to <c>meta</c> as <c>otel_trace_id</c> and <c>otel_span_id</c>.
    /// </remarks>
    /// <param name="name">The span name. The name of a root span is also the name of its trace.</param>
    /// <param name="input">The input: a string, or any value that can be serialized to JSON.</param>
    /// <param name="type">The kind of work, such as <c>retrieval</c>. Default: none.</param>
    /// <param name="cancellationToken">The cancellation token.</param>
    /// <returns>The open span. Dispose it with <c>await using</c>.</returns>
    /// <exception cref="ArgumentException"><paramref name="name"/> is blank.</exception>
    /// <exception cref="OpperException">The span could not be started and <see cref="OpperClientOptions.StrictTracing"/> is set.</exception>
    public virtual Task<SpanScope> StartAsync(string name, object? input = null, string? type = null, CancellationToken cancellationToken = default)
    {
        ThrowIf.Blank(name);
        var scope = new SpanScope(new SpanWriter(this, Pipeline), AmbientSpan.Current, Pipeline.Options.SpanContextSource?.Current, name);

        // AsyncLocal changes made in an async method do not flow to the caller, so the span is set here.
        scope.Begin();
        return BeginAsync(scope, input, type, cancellationToken);
    }

    /// <summary>
    /// Runs a delegate within a new span. The result becomes the output of the span; an exception becomes its error and is rethrown.
    /// <c>POST /v2/spans</c>, then <c>PATCH /v2/spans/{span_id}</c>.
    /// </summary>
    /// <remarks>The span is a child of the current span, or starts a new trace. Failures to record it do not throw unless
    /// <see cref="OpperClientOptions.StrictTracing"/> is set.</remarks>
    /// <typeparam name="TResult">The result type.</typeparam>
    /// <param name="name">The span name. The name of a root span is also the name of its trace.</param>
    /// <param name="input">The input: a string, or any value that can be serialized to JSON.</param>
    /// <param name="work">The delegate. It receives the span, for metrics, feedback and meta.</param>
    /// <param name="type">The kind of work, such as <c>retrieval</c>. Default: none.</param>
    /// <param name="cancellationToken">The cancellation token for starting the span. It is not passed to <paramref name="work"/>.</param>
    /// <returns>The result of <paramref name="work"/>.</returns>
    /// <exception cref="ArgumentException"><paramref name="name"/> is blank.</exception>
    /// <exception cref="OpperException">The span could not be recorded and <see cref="OpperClientOptions.StrictTracing"/> is set.</exception>
    public virtual async Task<TResult> RunAsync<TResult>(string name, object? input, Func<SpanScope, Task<TResult>> work, string? type = null,
        CancellationToken cancellationToken = default)
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
    public virtual Task<TResult> RunAsync<TResult>(string name, Func<SpanScope, Task<TResult>> work, string? type = null,
        CancellationToken cancellationToken = default) =>
        RunAsync(name, input: null, work, type, cancellationToken);

    /// <summary>
    /// Runs a delegate within a new span. An exception becomes the error of the span and is rethrown; the output is set with
    /// <see cref="SpanScope.SetOutput"/>. <c>POST /v2/spans</c>, then <c>PATCH /v2/spans/{span_id}</c>.
    /// </summary>
    /// <param name="name">The span name. The name of a root span is also the name of its trace.</param>
    /// <param name="input">The input: a string, or any value that can be serialized to JSON.</param>
    /// <param name="work">The delegate. It receives the span, for output, metrics, feedback and meta.</param>
    /// <param name="type">The kind of work, such as <c>retrieval</c>. Default: none.</param>
    /// <param name="cancellationToken">The cancellation token for starting the span. It is not passed to <paramref name="work"/>.</param>
    /// <returns>A task that completes when the end of the span is sent or queued.</returns>
    /// <exception cref="ArgumentException"><paramref name="name"/> is blank.</exception>
    /// <exception cref="OpperException">The span could not be recorded and <see cref="OpperClientOptions.StrictTracing"/> is set.</exception>
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
    public virtual Task RunAsync(string name, Func<SpanScope, Task> work, string? type = null, CancellationToken cancellationToken = default) =>
        RunAsync(name, input: null, work, type, cancellationToken);

    /// <summary>Submits feedback on a span. <c>POST /v2/spans/{span_id}/feedback</c>.</summary>
    /// <param name="spanId">The span ID, such as <see cref="CallResult{T}.SpanId"/>.</param>
    /// <param name="score">The score, from 0 (bad) to 1 (good).</param>
    /// <param name="comment">The reason for the score. Default: none.</param>
    /// <param name="options">Options for this request; values that are set override those of the client.</param>
    /// <param name="cancellationToken">The cancellation token.</param>
    /// <returns>The recorded feedback.</returns>
    /// <exception cref="ArgumentException"><paramref name="spanId"/> is blank.</exception>
    /// <exception cref="OpperApiException">The API returned an error.</exception>
    /// <exception cref="OpperTimeoutException">A timeout elapsed.</exception>
    /// <exception cref="OpperConnectionException">The connection failed.</exception>
    public virtual Task<FeedbackResponse> SubmitFeedbackAsync(string spanId, double score, string? comment = null, RequestOptions? options = null,
        CancellationToken cancellationToken = default) =>
        SubmitFeedbackAsync(spanId, new SubmitFeedbackRequest { Score = score, Comment = comment }, options, cancellationToken);

    private static async Task<SpanScope> BeginAsync(SpanScope scope, object? input, string? type, CancellationToken cancellationToken)
    {
        await scope.StartAsync(input, type, cancellationToken).ConfigureAwait(false);
        return scope;
    }
}
