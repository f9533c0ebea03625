using System.Text.Json.Serialization.Metadata;

namespace Opper;

public partial class OpperClient
{
    /// <summary>Runs a task and deserializes the result as <typeparamref name="T"/>, whose JSON Schema is sent along. <c>POST /v2/call</c>.</summary>
    /// <typeparam name="T">The result type: a record, class, list or primitive; <see cref="string"/> requests plain text.</typeparam>
    /// <param name="name">The task name, unique within the project. A function with this name is created on first use.</param>
    /// <param name="instructions">The instructions for the model.</param>
    /// <param name="input">The input: a string, or any value that can be serialized to JSON.</param>
    /// <param name="options">Options for this request; values that are set override those of the client.</param>
    /// <param name="cancellationToken">The cancellation token.</param>
    /// <returns>The result, with token usage, cost and span ID. It converts implicitly to <typeparamref name="T"/>.</returns>
    /// <exception cref="ArgumentException"><paramref name="name"/> is blank.</exception>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> cannot be represented as a JSON Schema; the message names the member.</exception>
    /// <exception cref="OpperSerializationException">The response does not match the type; <c>RawBody</c> has the full response.</exception>
    /// <exception cref="OpperApiException">The API returned an error.</exception>
    /// <exception cref="OpperTimeoutException">A timeout elapsed.</exception>
    /// <exception cref="OpperConnectionException">The connection failed.</exception>
    public virtual Task<CallResult<T>> CallAsync<T>(string name, string? instructions = null, object? input = null, RequestOptions? options = null,
        CancellationToken cancellationToken = default) =>
        CallAsync<T>(RequestOf(name, instructions, input), options, cancellationToken);

    /// <summary>Runs a task with a typed input and a typed result; the JSON Schemas of both types are sent with the request. <c>POST /v2/call</c>.</summary>
    /// <typeparam name="TInput">The input type. Its schema describes the serialized form.</typeparam>
    /// <typeparam name="TOutput">The result type: a record, class, list or primitive; <see cref="string"/> requests plain text.</typeparam>
    /// <param name="name">The task name, unique within the project. A function with this name is created on first use.</param>
    /// <param name="instructions">The instructions for the model.</param>
    /// <param name="input">The input.</param>
    /// <param name="options">Options for this request; values that are set override those of the client.</param>
    /// <param name="cancellationToken">The cancellation token.</param>
    /// <returns>The result, with token usage, cost and span ID. It converts implicitly to <typeparamref name="TOutput"/>.</returns>
    /// <exception cref="ArgumentException"><paramref name="name"/> is blank.</exception>
    /// <exception cref="NotSupportedException">One of the types cannot be represented as a JSON Schema; the message names the member.</exception>
    /// <exception cref="OpperSerializationException">The response does not match the type; <c>RawBody</c> has the full response.</exception>
    /// <exception cref="OpperApiException">The API returned an error.</exception>
    /// <exception cref="OpperTimeoutException">A timeout elapsed.</exception>
    /// <exception cref="OpperConnectionException">The connection failed.</exception>
    public virtual Task<CallResult<TOutput>> CallAsync<TInput, TOutput>(string name, string? instructions, TInput input, RequestOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ThrowIf.Blank(name);
        return Calls.CallAsync<TOutput>(new CallRequest { Name = name, Instructions = instructions, Input = input is null ? null
            : new DeclaredValue(input, typeof(TInput), Calls.Types) }.WithInputSchema(Calls.Types.Input(typeof(TInput))), options, cancellationToken);
    }

    /// <inheritdoc cref="CallsClient.CallAsync{T}(CallRequest, RequestOptions?, CancellationToken)"/>
    [System.Runtime.CompilerServices.OverloadResolutionPriority(1)]
    public virtual Task<CallResult<T>> CallAsync<T>(CallRequest request, RequestOptions? options = null, CancellationToken cancellationToken = default) =>
        Calls.CallAsync<T>(request, options, cancellationToken);

    /// <inheritdoc cref="CallsClient.CallAsync{T}(CallRequest, JsonTypeInfo{T}, RequestOptions?, CancellationToken)"/>
    [System.Runtime.CompilerServices.OverloadResolutionPriority(1)]
    public virtual Task<CallResult<T>> CallAsync<T>(CallRequest request, JsonTypeInfo<T> typeInfo, RequestOptions? options = null,
        CancellationToken cancellationToken = default) =>
        Calls.CallAsync(request, typeInfo, options, cancellationToken);

    /// <summary>Runs a task and returns the untyped response, with the text in <see cref="CallResponse.Message"/>. <c>POST /v2/call</c>.</summary>
    /// <param name="name">The task name, unique within the project. A function with this name is created on first use.</param>
    /// <param name="instructions">The instructions for the model.</param>
    /// <param name="input">The input: a string, or any value that can be serialized to JSON.</param>
    /// <param name="options">Options for this request; values that are set override those of the client.</param>
    /// <param name="cancellationToken">The cancellation token.</param>
    /// <returns>The response.</returns>
    /// <exception cref="ArgumentException"><paramref name="name"/> is blank.</exception>
    /// <exception cref="OpperApiException">The API returned an error.</exception>
    /// <exception cref="OpperTimeoutException">A timeout elapsed.</exception>
    /// <exception cref="OpperConnectionException">The connection failed.</exception>
    public virtual Task<CallResponse> CallAsync(string name, string? instructions = null, object? input = null, RequestOptions? options = null,
        CancellationToken cancellationToken = default) =>
        CallAsync(RequestOf(name, instructions, input), options, cancellationToken);

    /// <inheritdoc cref="CallsClient.CallAsync(CallRequest, RequestOptions?, CancellationToken)"/>
    [System.Runtime.CompilerServices.OverloadResolutionPriority(1)]
    public virtual Task<CallResponse> CallAsync(CallRequest request, RequestOptions? options = null, CancellationToken cancellationToken = default) =>
        Calls.CallAsync(request, options, cancellationToken);

    /// <inheritdoc cref="CallsClient.StreamAsync(CallRequest, RequestOptions?, CancellationToken)"/>
    [System.Runtime.CompilerServices.OverloadResolutionPriority(1)]
    public virtual OpperStream StreamAsync(CallRequest request, RequestOptions? options = null, CancellationToken cancellationToken = default) =>
        Calls.StreamAsync(request, options, cancellationToken);

    /// <summary>Runs a task and streams the response in chunks. <c>POST /v2/call/stream</c>.</summary>
    /// <param name="name">The task name, unique within the project. A function with this name is created on first use.</param>
    /// <param name="instructions">The instructions for the model.</param>
    /// <param name="input">The input: a string, or any value that can be serialized to JSON.</param>
    /// <param name="options">Options for this request; values that are set override those of the client.</param>
    /// <param name="cancellationToken">The cancellation token.</param>
    /// <returns>The stream. The request is sent when enumeration starts; see <see cref="OpperStream"/> for the exceptions thrown while reading.</returns>
    /// <exception cref="ArgumentException"><paramref name="name"/> is blank.</exception>
    public virtual OpperStream StreamAsync(string name, string? instructions = null, object? input = null, RequestOptions? options = null,
        CancellationToken cancellationToken = default) =>
        StreamAsync(RequestOf(name, instructions, input), options, cancellationToken);

    /// <summary>Runs a task and streams partial values of <typeparamref name="T"/> as they are generated. <c>POST /v2/call/stream</c>.</summary>
    /// <typeparam name="T">The result type: a record, class, list or primitive; <see cref="string"/> requests plain text.</typeparam>
    /// <param name="name">The task name, unique within the project. A function with this name is created on first use.</param>
    /// <param name="instructions">The instructions for the model.</param>
    /// <param name="input">The input: a string, or any value that can be serialized to JSON.</param>
    /// <param name="options">Options for this request; values that are set override those of the client.</param>
    /// <param name="cancellationToken">The cancellation token.</param>
    /// <returns>The stream. The request is sent when enumeration starts; see <see cref="OpperStream{T}"/> for the exceptions thrown while reading.</returns>
    /// <exception cref="ArgumentException"><paramref name="name"/> is blank.</exception>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> cannot be represented as a JSON Schema; the message names the member.</exception>
    public virtual OpperStream<T> StreamAsync<T>(string name, string? instructions = null, object? input = null, RequestOptions? options = null,
        CancellationToken cancellationToken = default) =>
        StreamAsync<T>(RequestOf(name, instructions, input), options, cancellationToken);

    /// <inheritdoc cref="CallsClient.StreamAsync{T}(CallRequest, RequestOptions?, CancellationToken)"/>
    [System.Runtime.CompilerServices.OverloadResolutionPriority(1)]
    public virtual OpperStream<T> StreamAsync<T>(CallRequest request, RequestOptions? options = null, CancellationToken cancellationToken = default) =>
        Calls.StreamAsync<T>(request, options, cancellationToken);

    /// <inheritdoc cref="CallsClient.StreamAsync{T}(CallRequest, JsonTypeInfo{T}, RequestOptions?, CancellationToken)"/>
    [System.Runtime.CompilerServices.OverloadResolutionPriority(1)]
    public virtual OpperStream<T> StreamAsync<T>(CallRequest request, JsonTypeInfo<T> typeInfo, RequestOptions? options = null,
        CancellationToken cancellationToken = default) =>
        Calls.StreamAsync(request, typeInfo, options, cancellationToken);

    /// <summary>Runs a task and streams its text. <c>POST /v2/call/stream</c>.</summary>
    /// <param name="request">The task.</param>
    /// <param name="options">Options for this request; values that are set override those of the client.</param>
    /// <param name="cancellationToken">The cancellation token.</param>
    /// <returns>The text deltas. Leaving the loop early closes the connection immediately.</returns>
    /// <exception cref="OpperApiException">The API returned an error.</exception>
    /// <exception cref="OpperStreamException">The server sent an error within the stream, or the stream was truncated.</exception>
    /// <exception cref="OpperTimeoutException">A timeout elapsed.</exception>
    [System.Runtime.CompilerServices.OverloadResolutionPriority(1)]
    public virtual IAsyncEnumerable<string> StreamTextAsync(CallRequest request, RequestOptions? options = null,
        CancellationToken cancellationToken = default) =>
        Calls.StreamAsync(request, options, cancellationToken).TextOnly();

    /// <summary>Runs a task and streams its text. <c>POST /v2/call/stream</c>.</summary>
    /// <param name="name">The task name, unique within the project. A function with this name is created on first use.</param>
    /// <param name="instructions">The instructions for the model.</param>
    /// <param name="input">The input: a string, or any value that can be serialized to JSON.</param>
    /// <param name="options">Options for this request; values that are set override those of the client.</param>
    /// <param name="cancellationToken">The cancellation token.</param>
    /// <returns>The text deltas. Leaving the loop early closes the connection immediately.</returns>
    /// <exception cref="ArgumentException"><paramref name="name"/> is blank.</exception>
    /// <exception cref="OpperApiException">The API returned an error.</exception>
    /// <exception cref="OpperStreamException">The server sent an error within the stream, or the stream was truncated.</exception>
    /// <exception cref="OpperTimeoutException">A timeout elapsed.</exception>
    public virtual IAsyncEnumerable<string> StreamTextAsync(string name, string? instructions = null, object? input = null, RequestOptions? options = null,
        CancellationToken cancellationToken = default) =>
        StreamTextAsync(RequestOf(name, instructions, input), options, cancellationToken);

    private static CallRequest RequestOf(string name, string? instructions, object? input)
    {
        ThrowIf.Blank(name);
        return new CallRequest { Name = name, Instructions = instructions, Input = input };
    }
}
