namespace Opper.Functions;

public partial class FunctionsClient
{
    /// <summary>Calls a function and deserializes the result as <typeparamref name="T"/>. <c>POST /v2/functions/{function_id}/call</c>.</summary>
    /// <remarks>The response follows the output schema of the function; no schema is sent for <typeparamref name="T"/>.</remarks>
    /// <typeparam name="T">The result type; <see cref="string"/> for a function without an output schema.</typeparam>
    /// <param name="functionId">The function ID.</param>
    /// <param name="request">The input and settings of the call.</param>
    /// <param name="options">Options for this request; values that are set override those of the client.</param>
    /// <param name="cancellationToken">The cancellation token.</param>
    /// <returns>The result, with token usage, cost and span ID.</returns>
    /// <exception cref="OpperSerializationException">The response does not match the type; <c>RawBody</c> has the full response.</exception>
    /// <exception cref="OpperApiException">The API returned an error.</exception>
    /// <exception cref="OpperTimeoutException">A timeout elapsed.</exception>
    /// <exception cref="OpperConnectionException">The connection failed.</exception>
    public virtual Task<CallResult<T>> CallAsync<T>(string functionId, CallFunctionRequest request, RequestOptions? options = null,
        CancellationToken cancellationToken = default) =>
        TypedCall.SendAsync<T>(Pipeline, DescribeCall(Pipeline, functionId, request), TypeSource.For(Pipeline.Options.TypeInfoResolver),
            options, cancellationToken);

    /// <summary>Calls a revision of a function and deserializes the result as <typeparamref name="T"/>.
    /// <c>POST /v2/functions/{function_id}/call/{revision_id}</c>.</summary>
    /// <typeparam name="T">The result type; <see cref="string"/> for a function without an output schema.</typeparam>
    /// <param name="functionId">The function ID.</param>
    /// <param name="revisionId">The revision ID.</param>
    /// <param name="request">The input and settings of the call.</param>
    /// <param name="options">Options for this request; values that are set override those of the client.</param>
    /// <param name="cancellationToken">The cancellation token.</param>
    /// <returns>The result, with token usage, cost and span ID.</returns>
    /// <exception cref="OpperSerializationException">The response does not match the type; <c>RawBody</c> has the full response.</exception>
    /// <exception cref="OpperApiException">The API returned an error.</exception>
    /// <exception cref="OpperTimeoutException">A timeout elapsed.</exception>
    /// <exception cref="OpperConnectionException">The connection failed.</exception>
    public virtual Task<CallResult<T>> CallRevisionAsync<T>(string functionId, string revisionId, CallFunctionRequest request, RequestOptions? options = null,
        CancellationToken cancellationToken = default) =>
        TypedCall.SendAsync<T>(Pipeline, DescribeCallRevision(Pipeline, functionId, revisionId, request), TypeSource.For(Pipeline.Options.TypeInfoResolver),
            options, cancellationToken);

    /// <summary>Looks up a function by name and calls it. <c>GET /v2/functions/by-name/{name}</c>, then <c>POST /v2/functions/{function_id}/call</c>.</summary>
    /// <remarks>For repeated calls, keep the function ID instead, which saves a request.</remarks>
    /// <param name="name">The function name.</param>
    /// <param name="request">The input and settings of the call.</param>
    /// <param name="options">Options for both requests; timeouts apply to each request separately.</param>
    /// <param name="cancellationToken">The cancellation token.</param>
    /// <returns>The response.</returns>
    /// <exception cref="ArgumentException"><paramref name="name"/> is blank.</exception>
    /// <exception cref="OpperSerializationException">The response could not be deserialized.</exception>
    /// <exception cref="OpperApiException">The API returned an error; <see cref="OpperNotFoundException"/> if there is no such function.</exception>
    /// <exception cref="OpperTimeoutException">A timeout elapsed.</exception>
    /// <exception cref="OpperConnectionException">The connection failed.</exception>
    public virtual async Task<CallResponse> CallByNameAsync(string name, CallFunctionRequest request, RequestOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ThrowIf.Blank(name);
        ThrowIf.Null(request);
        var function = await GetByNameAsync(name, options, cancellationToken).ConfigureAwait(false);
        return await CallAsync(function.Id, request, options, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Looks up a function by name, calls it and deserializes the result as <typeparamref name="T"/>.
    /// <c>GET /v2/functions/by-name/{name}</c>, then <c>POST /v2/functions/{function_id}/call</c>.</summary>
    /// <typeparam name="T">The result type; <see cref="string"/> for a function without an output schema.</typeparam>
    /// <param name="name">The function name.</param>
    /// <param name="request">The input and settings of the call.</param>
    /// <param name="options">Options for both requests; timeouts apply to each request separately.</param>
    /// <param name="cancellationToken">The cancellation token.</param>
    /// <returns>The result, with token usage, cost and span ID.</returns>
    /// <exception cref="ArgumentException"><paramref name="name"/> is blank.</exception>
    /// <exception cref="OpperSerializationException">The response does not match the type; <c>RawBody</c> has the full response.</exception>
    /// <exception cref="OpperApiException">The API returned an error; <see cref="OpperNotFoundException"/> if there is no such function.</exception>
    /// <exception cref="OpperTimeoutException">A timeout elapsed.</exception>
    /// <exception cref="OpperConnectionException">The connection failed.</exception>
    public virtual async Task<CallResult<T>> CallByNameAsync<T>(string name, CallFunctionRequest request, RequestOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ThrowIf.Blank(name);
        ThrowIf.Null(request);
        var function = await GetByNameAsync(name, options, cancellationToken).ConfigureAwait(false);
        return await CallAsync<T>(function.Id, request, options, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Calls a function and streams partial values of <typeparamref name="T"/>. <c>POST /v2/functions/{function_id}/call/stream</c>.</summary>
    /// <typeparam name="T">The result type; <see cref="string"/> for a function without an output schema.</typeparam>
    /// <param name="functionId">The function ID.</param>
    /// <param name="request">The input and settings of the call.</param>
    /// <param name="options">Options for this request; values that are set override those of the client.</param>
    /// <param name="cancellationToken">The cancellation token.</param>
    /// <returns>The stream. The request is sent when enumeration starts; see <see cref="OpperStream{T}"/> for the exceptions thrown while reading.</returns>
    public virtual OpperStream<T> StreamAsync<T>(string functionId, CallFunctionRequest request, RequestOptions? options = null,
        CancellationToken cancellationToken = default) =>
        TypedCall.Stream<T>(Pipeline, DescribeStream(Pipeline, functionId, request), TypeSource.For(Pipeline.Options.TypeInfoResolver),
            options, cancellationToken);

    /// <summary>Calls a revision of a function and streams partial values of <typeparamref name="T"/>.
    /// <c>POST /v2/functions/{function_id}/call/stream/{revision_id}</c>.</summary>
    /// <typeparam name="T">The result type; <see cref="string"/> for a function without an output schema.</typeparam>
    /// <param name="functionId">The function ID.</param>
    /// <param name="revisionId">The revision ID.</param>
    /// <param name="request">The input and settings of the call.</param>
    /// <param name="options">Options for this request; values that are set override those of the client.</param>
    /// <param name="cancellationToken">The cancellation token.</param>
    /// <returns>The stream. The request is sent when enumeration starts; see <see cref="OpperStream{T}"/> for the exceptions thrown while reading.</returns>
    public virtual OpperStream<T> StreamRevisionAsync<T>(string functionId, string revisionId, CallFunctionRequest request, RequestOptions? options = null,
        CancellationToken cancellationToken = default) =>
        TypedCall.Stream<T>(Pipeline, DescribeStreamRevision(Pipeline, functionId, revisionId, request), TypeSource.For(Pipeline.Options.TypeInfoResolver),
            options, cancellationToken);
}
