using System.Text.Json.Serialization.Metadata;

namespace Opper;

public partial class OpperClient
{
    /// <summary>Runs a task and reads its answer as <typeparamref name="T"/>, whose JSON Schema goes with the request. <c>POST /v2/call</c>.</summary>
    /// <typeparam name="T">The type of the answer: a record or class, a list, a primitive; <see cref="string"/> asks for plain text.</typeparam>
    /// <param name="name">The task's name, unique in the project. A function of that name is made on first use.</param>
    /// <param name="instructions">What to do.</param>
    /// <param name="input">What to do it with: text, or anything that can be written as JSON.</param>
    /// <param name="options">Settings for this call alone.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The answer, with tokens, cost and span. It converts to <typeparamref name="T"/> by itself.</returns>
    /// <exception cref="ArgumentException">The name is blank.</exception>
    /// <exception cref="NotSupportedException">The type cannot be described by a schema; the message names the member.</exception>
    /// <exception cref="OpperSerializationException">The answer does not fit the type; the exception holds it whole.</exception>
    /// <exception cref="OpperApiException">The API answered with an error.</exception>
    /// <exception cref="OpperTimeoutException">A time limit ran out.</exception>
    /// <exception cref="OpperConnectionException">The connection failed.</exception>
    public virtual Task<CallResult<T>> CallAsync<T>(string name, string? instructions = null, object? input = null, RequestOptions? options = null, CancellationToken cancellationToken = default)
        => CallAsync<T>(RequestOf(name, instructions, input), options, cancellationToken);

    /// <summary>Runs a task whose input has a type too: the JSON Schemas of both types go with the request. <c>POST /v2/call</c>.</summary>
    /// <typeparam name="TInput">The type of the input. Its schema describes what the value is written as.</typeparam>
    /// <typeparam name="TOutput">The type of the answer: a record or class, a list, a primitive; <see cref="string"/> asks for plain text.</typeparam>
    /// <param name="name">The task's name, unique in the project. A function of that name is made on first use.</param>
    /// <param name="instructions">What to do.</param>
    /// <param name="input">What to do it with.</param>
    /// <param name="options">Settings for this call alone.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The answer, with tokens, cost and span. It converts to <typeparamref name="TOutput"/> by itself.</returns>
    /// <exception cref="ArgumentException">The name is blank.</exception>
    /// <exception cref="NotSupportedException">One of the types cannot be described by a schema; the message names the member.</exception>
    /// <exception cref="OpperSerializationException">The answer does not fit the type; the exception holds it whole.</exception>
    /// <exception cref="OpperApiException">The API answered with an error.</exception>
    /// <exception cref="OpperTimeoutException">A time limit ran out.</exception>
    /// <exception cref="OpperConnectionException">The connection failed.</exception>
    public virtual Task<CallResult<TOutput>> CallAsync<TInput, TOutput>(string name, string? instructions, TInput input, RequestOptions? options = null, CancellationToken cancellationToken = default)
    {
        ThrowIf.Blank(name);
        return Calls.CallAsync<TOutput>(new CallRequest { Name = name, Instructions = instructions, Input = input is null ? null : new DeclaredValue(input, typeof(TInput), Calls.Types) }.WithInputSchema(Calls.Types.Input(typeof(TInput))), options, cancellationToken);
    }

    /// <inheritdoc cref="CallsClient.CallAsync{T}(CallRequest, RequestOptions?, CancellationToken)"/>
    [System.Runtime.CompilerServices.OverloadResolutionPriority(1)]
    public virtual Task<CallResult<T>> CallAsync<T>(CallRequest request, RequestOptions? options = null, CancellationToken cancellationToken = default)
        => Calls.CallAsync<T>(request, options, cancellationToken);

    /// <inheritdoc cref="CallsClient.CallAsync{T}(CallRequest, JsonTypeInfo{T}, RequestOptions?, CancellationToken)"/>
    [System.Runtime.CompilerServices.OverloadResolutionPriority(1)]
    public virtual Task<CallResult<T>> CallAsync<T>(CallRequest request, JsonTypeInfo<T> typeInfo, RequestOptions? options = null, CancellationToken cancellationToken = default)
        => Calls.CallAsync(request, typeInfo, options, cancellationToken);

    /// <summary>Runs a task and gives the response as it is: text in <see cref="CallResponse.Message"/>. <c>POST /v2/call</c>.</summary>
    /// <param name="name">The task's name, unique in the project. A function of that name is made on first use.</param>
    /// <param name="instructions">What to do.</param>
    /// <param name="input">What to do it with: text, or anything that can be written as JSON.</param>
    /// <param name="options">Settings for this call alone.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The response.</returns>
    /// <exception cref="ArgumentException">The name is blank.</exception>
    /// <exception cref="OpperApiException">The API answered with an error.</exception>
    /// <exception cref="OpperTimeoutException">A time limit ran out.</exception>
    /// <exception cref="OpperConnectionException">The connection failed.</exception>
    public virtual Task<CallResponse> CallAsync(string name, string? instructions = null, object? input = null, RequestOptions? options = null, CancellationToken cancellationToken = default)
        => CallAsync(RequestOf(name, instructions, input), options, cancellationToken);

    /// <inheritdoc cref="CallsClient.CallAsync(CallRequest, RequestOptions?, CancellationToken)"/>
    [System.Runtime.CompilerServices.OverloadResolutionPriority(1)]
    public virtual Task<CallResponse> CallAsync(CallRequest request, RequestOptions? options = null, CancellationToken cancellationToken = default)
        => Calls.CallAsync(request, options, cancellationToken);

    /// <inheritdoc cref="CallsClient.StreamAsync(CallRequest, RequestOptions?, CancellationToken)"/>
    [System.Runtime.CompilerServices.OverloadResolutionPriority(1)]
    public virtual OpperStream StreamAsync(CallRequest request, RequestOptions? options = null, CancellationToken cancellationToken = default)
        => Calls.StreamAsync(request, options, cancellationToken);

    /// <summary>Runs a task and gives its answer as it is written, chunk by chunk. <c>POST /v2/call/stream</c>. <see cref="StreamTextAsync(string, string?, object?, RequestOptions?, CancellationToken)"/> gives the text alone.</summary>
    /// <param name="name">The task's name, unique in the project.</param>
    /// <param name="instructions">What to do.</param>
    /// <param name="input">What to do it with: text, or anything that can be written as JSON.</param>
    /// <param name="options">Settings for this call alone.</param>
    /// <param name="cancellationToken">Ends the stream and its connection.</param>
    /// <returns>The stream, which is sent when it is first read. What reading it throws is said there.</returns>
    /// <exception cref="ArgumentException">The name is blank.</exception>
    public virtual OpperStream StreamAsync(string name, string? instructions = null, object? input = null, RequestOptions? options = null, CancellationToken cancellationToken = default)
        => StreamAsync(RequestOf(name, instructions, input), options, cancellationToken);

    /// <summary>Runs a task and gives its answer as a <typeparamref name="T"/> that grows as it is written. <c>POST /v2/call/stream</c>.</summary>
    /// <typeparam name="T">The type of the answer: a record or class, a list, a primitive; <see cref="string"/> asks for plain text.</typeparam>
    /// <param name="name">The task's name, unique in the project.</param>
    /// <param name="instructions">What to do.</param>
    /// <param name="input">What to do it with: text, or anything that can be written as JSON.</param>
    /// <param name="options">Settings for this call alone.</param>
    /// <param name="cancellationToken">Ends the stream and its connection.</param>
    /// <returns>The stream, which is sent when it is first read. What reading it throws is said there.</returns>
    /// <exception cref="ArgumentException">The name is blank.</exception>
    /// <exception cref="NotSupportedException">The type cannot be described by a schema; the message names the member.</exception>
    public virtual OpperStream<T> StreamAsync<T>(string name, string? instructions = null, object? input = null, RequestOptions? options = null, CancellationToken cancellationToken = default)
        => StreamAsync<T>(RequestOf(name, instructions, input), options, cancellationToken);

    /// <inheritdoc cref="CallsClient.StreamAsync{T}(CallRequest, RequestOptions?, CancellationToken)"/>
    [System.Runtime.CompilerServices.OverloadResolutionPriority(1)]
    public virtual OpperStream<T> StreamAsync<T>(CallRequest request, RequestOptions? options = null, CancellationToken cancellationToken = default)
        => Calls.StreamAsync<T>(request, options, cancellationToken);

    /// <inheritdoc cref="CallsClient.StreamAsync{T}(CallRequest, JsonTypeInfo{T}, RequestOptions?, CancellationToken)"/>
    [System.Runtime.CompilerServices.OverloadResolutionPriority(1)]
    public virtual OpperStream<T> StreamAsync<T>(CallRequest request, JsonTypeInfo<T> typeInfo, RequestOptions? options = null, CancellationToken cancellationToken = default)
        => Calls.StreamAsync(request, typeInfo, options, cancellationToken);

    /// <summary>Runs a task and gives its text as it is written. <c>POST /v2/call/stream</c>.</summary>
    /// <param name="request">The task.</param>
    /// <param name="options">Settings for this call alone.</param>
    /// <param name="cancellationToken">Ends the stream and its connection.</param>
    /// <returns>The pieces of text. Leaving the loop early closes the connection at once.</returns>
    /// <exception cref="OpperApiException">The API answered with an error.</exception>
    /// <exception cref="OpperStreamException">The server reported an error within the stream, or it was cut.</exception>
    /// <exception cref="OpperTimeoutException">A time limit ran out.</exception>
    [System.Runtime.CompilerServices.OverloadResolutionPriority(1)]
    public virtual IAsyncEnumerable<string> StreamTextAsync(CallRequest request, RequestOptions? options = null, CancellationToken cancellationToken = default)
        => Calls.StreamAsync(request, options, cancellationToken).TextOnly();

    /// <summary>Runs a task and gives its text as it is written. <c>POST /v2/call/stream</c>.</summary>
    /// <param name="name">The task's name, unique in the project.</param>
    /// <param name="instructions">What to do.</param>
    /// <param name="input">What to do it with: text, or anything that can be written as JSON.</param>
    /// <param name="options">Settings for this call alone.</param>
    /// <param name="cancellationToken">Ends the stream and its connection.</param>
    /// <returns>The pieces of text. Leaving the loop early closes the connection at once.</returns>
    /// <exception cref="ArgumentException">The name is blank.</exception>
    /// <exception cref="OpperApiException">The API answered with an error.</exception>
    /// <exception cref="OpperStreamException">The server reported an error within the stream, or it was cut.</exception>
    /// <exception cref="OpperTimeoutException">A time limit ran out.</exception>
    public virtual IAsyncEnumerable<string> StreamTextAsync(string name, string? instructions = null, object? input = null, RequestOptions? options = null, CancellationToken cancellationToken = default)
        => StreamTextAsync(RequestOf(name, instructions, input), options, cancellationToken);

    private static CallRequest RequestOf(string name, string? instructions, object? input)
    {
        ThrowIf.Blank(name);
        return new CallRequest { Name = name, Instructions = instructions, Input = input };
    }
}
