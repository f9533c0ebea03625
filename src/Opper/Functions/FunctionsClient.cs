namespace Opper.Functions;

public partial class FunctionsClient
{
    /// <summary>Calls a function and reads its answer as <typeparamref name="T"/>. <c>POST /v2/functions/{function_id}/call</c>. The function's own output schema rules what it answers.</summary>
    /// <typeparam name="T">The type of the answer; <see cref="string"/> for a function without an output schema.</typeparam>
    /// <param name="functionId">The function's id.</param>
    /// <param name="request">The input, and what goes with it.</param>
    /// <param name="options">Settings for this call alone.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The answer, with tokens, cost and span.</returns>
    /// <exception cref="OpperSerializationException">The answer does not fit the type; the exception holds it whole.</exception>
    /// <exception cref="OpperApiException">The API answered with an error.</exception>
    /// <exception cref="OpperTimeoutException">A time limit ran out.</exception>
    /// <exception cref="OpperConnectionException">The connection failed.</exception>
    public virtual Task<CallResult<T>> CallAsync<T>(string functionId, CallFunctionRequest request, RequestOptions? options = null, CancellationToken cancellationToken = default)
        => TypedAnswer.SendAsync<T>(Pipeline, DescribeCall(Pipeline, functionId, request), TypeSource.For(Pipeline.Options.TypeInfoResolver), options, cancellationToken);

    /// <summary>Calls one revision of a function and reads its answer as <typeparamref name="T"/>. <c>POST /v2/functions/{function_id}/call/{revision_id}</c>.</summary>
    /// <typeparam name="T">The type of the answer; <see cref="string"/> for a function without an output schema.</typeparam>
    /// <param name="functionId">The function's id.</param>
    /// <param name="revisionId">The revision's id.</param>
    /// <param name="request">The input, and what goes with it.</param>
    /// <param name="options">Settings for this call alone.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The answer, with tokens, cost and span.</returns>
    /// <exception cref="OpperSerializationException">The answer does not fit the type; the exception holds it whole.</exception>
    /// <exception cref="OpperApiException">The API answered with an error.</exception>
    /// <exception cref="OpperTimeoutException">A time limit ran out.</exception>
    /// <exception cref="OpperConnectionException">The connection failed.</exception>
    public virtual Task<CallResult<T>> CallRevisionAsync<T>(string functionId, string revisionId, CallFunctionRequest request, RequestOptions? options = null, CancellationToken cancellationToken = default)
        => TypedAnswer.SendAsync<T>(Pipeline, DescribeCallRevision(Pipeline, functionId, revisionId, request), TypeSource.For(Pipeline.Options.TypeInfoResolver), options, cancellationToken);

    /// <summary>Looks a function up by its name, then calls it. <c>GET /v2/functions/by-name/{name}</c>, then <c>POST /v2/functions/{function_id}/call</c>: to call it often, keep its id.</summary>
    /// <param name="name">The function's name.</param>
    /// <param name="request">The input, and what goes with it.</param>
    /// <param name="options">Settings for both requests, each with its own time limits.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The answer.</returns>
    /// <exception cref="ArgumentException">The name is blank.</exception>
    /// <exception cref="OpperSerializationException">The answer could not be read.</exception>
    /// <exception cref="OpperApiException">The API answered with an error; <see cref="OpperNotFoundException"/> when no function has the name.</exception>
    /// <exception cref="OpperTimeoutException">A time limit ran out.</exception>
    /// <exception cref="OpperConnectionException">The connection failed.</exception>
    public virtual async Task<CallResponse> CallByNameAsync(string name, CallFunctionRequest request, RequestOptions? options = null, CancellationToken cancellationToken = default)
    {
        ThrowIf.Blank(name);
        ThrowIf.Null(request);
        var function = await GetByNameAsync(name, options, cancellationToken).ConfigureAwait(false);
        return await CallAsync(function.Id, request, options, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Looks a function up by its name, then calls it and reads its answer as <typeparamref name="T"/>. <c>GET /v2/functions/by-name/{name}</c>, then <c>POST /v2/functions/{function_id}/call</c>: to call it often, keep its id.</summary>
    /// <typeparam name="T">The type of the answer; <see cref="string"/> for a function without an output schema.</typeparam>
    /// <param name="name">The function's name.</param>
    /// <param name="request">The input, and what goes with it.</param>
    /// <param name="options">Settings for both requests, each with its own time limits.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The answer, with tokens, cost and span.</returns>
    /// <exception cref="ArgumentException">The name is blank.</exception>
    /// <exception cref="OpperSerializationException">The answer does not fit the type; the exception holds it whole.</exception>
    /// <exception cref="OpperApiException">The API answered with an error; <see cref="OpperNotFoundException"/> when no function has the name.</exception>
    /// <exception cref="OpperTimeoutException">A time limit ran out.</exception>
    /// <exception cref="OpperConnectionException">The connection failed.</exception>
    public virtual async Task<CallResult<T>> CallByNameAsync<T>(string name, CallFunctionRequest request, RequestOptions? options = null, CancellationToken cancellationToken = default)
    {
        ThrowIf.Blank(name);
        ThrowIf.Null(request);
        var function = await GetByNameAsync(name, options, cancellationToken).ConfigureAwait(false);
        return await CallAsync<T>(function.Id, request, options, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Calls a function and gives its answer as a <typeparamref name="T"/> that grows as it is written. <c>POST /v2/functions/{function_id}/call/stream</c>. The function's own output schema rules what it answers.</summary>
    /// <typeparam name="T">The type of the answer; <see cref="string"/> for a function without an output schema.</typeparam>
    /// <param name="functionId">The function's id.</param>
    /// <param name="request">The input, and what goes with it.</param>
    /// <param name="options">Settings for this call alone.</param>
    /// <param name="cancellationToken">Ends the stream and its connection.</param>
    /// <returns>The stream, which is sent when it is first read. What reading it throws is said there.</returns>
    public virtual OpperStream<T> StreamAsync<T>(string functionId, CallFunctionRequest request, RequestOptions? options = null, CancellationToken cancellationToken = default)
        => TypedAnswer.Stream<T>(Pipeline, DescribeStream(Pipeline, functionId, request), TypeSource.For(Pipeline.Options.TypeInfoResolver), options, cancellationToken);

    /// <summary>Calls one revision of a function and gives its answer as a <typeparamref name="T"/> that grows as it is written. <c>POST /v2/functions/{function_id}/call/stream/{revision_id}</c>.</summary>
    /// <typeparam name="T">The type of the answer; <see cref="string"/> for a function without an output schema.</typeparam>
    /// <param name="functionId">The function's id.</param>
    /// <param name="revisionId">The revision's id.</param>
    /// <param name="request">The input, and what goes with it.</param>
    /// <param name="options">Settings for this call alone.</param>
    /// <param name="cancellationToken">Ends the stream and its connection.</param>
    /// <returns>The stream, which is sent when it is first read. What reading it throws is said there.</returns>
    public virtual OpperStream<T> StreamRevisionAsync<T>(string functionId, string revisionId, CallFunctionRequest request, RequestOptions? options = null, CancellationToken cancellationToken = default)
        => TypedAnswer.Stream<T>(Pipeline, DescribeStreamRevision(Pipeline, functionId, revisionId, request), TypeSource.For(Pipeline.Options.TypeInfoResolver), options, cancellationToken);
}
