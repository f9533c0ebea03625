using System.Text.Json.Serialization.Metadata;

namespace Opper.Chat;

public partial class ChatClient
{
    private static readonly OpperOperation StreamOperation = new("Chat_Complete", HttpMethod.Post, "/v2/openai/chat/completions") { Streams = true };

    /// <summary>Streams a chat completion. <c>POST /v2/openai/chat/completions</c> with <c>stream: true</c>.</summary>
    /// <remarks>The last chunk has the token usage if <see cref="ChatCompletionRequest.StreamOptions"/> requests it.</remarks>
    /// <param name="request">The chat. <see cref="ChatCompletionRequest.Stream"/> is set automatically.</param>
    /// <param name="options">Options for this request; values that are set override those of the client.</param>
    /// <param name="cancellationToken">The cancellation token.</param>
    /// <returns>The stream of chunks. <see cref="ChatStream.GetFinalCompletionAsync"/> combines them into a completion. The request is sent when
    /// enumeration starts; leaving the loop early closes the connection immediately.</returns>
    /// <exception cref="OpperApiException">The API returned an error.</exception>
    /// <exception cref="OpperStreamException">The server sent an error within the stream, or the stream ended without a finish reason.</exception>
    /// <exception cref="OpperTimeoutException">A timeout elapsed.</exception>
    /// <exception cref="OpperConnectionException">The connection failed.</exception>
    [System.Runtime.CompilerServices.OverloadResolutionPriority(1)]
    public virtual ChatStream StreamAsync(ChatCompletionRequest request, RequestOptions? options = null, CancellationToken cancellationToken = default)
    {
        ThrowIf.Null(request);
        return new ChatStream(Pipeline, new OpperRequest(StreamOperation, DescribeComplete(Pipeline, request).Url, request.AsStream()),
            options, cancellationToken);
    }

    /// <summary>Creates a chat completion for a single user message. <c>POST /v2/openai/chat/completions</c>.</summary>
    /// <param name="content">The content of the user message: text or parts.</param>
    /// <param name="model">The model or models to use. Defaults to the API's default model.</param>
    /// <param name="options">Options for this request; values that are set override those of the client.</param>
    /// <param name="cancellationToken">The cancellation token.</param>
    /// <returns>The completion.</returns>
    /// <exception cref="OpperApiException">The API returned an error.</exception>
    /// <exception cref="OpperTimeoutException">A timeout elapsed.</exception>
    /// <exception cref="OpperConnectionException">The connection failed.</exception>
    public virtual Task<ChatCompletion> CompleteAsync(ChatContent content, ModelSelection? model = null, RequestOptions? options = null,
        CancellationToken cancellationToken = default) =>
        CompleteAsync(RequestOf(content, model), options, cancellationToken);

    /// <summary>Creates a chat completion for a single user message and deserializes it as <typeparamref name="T"/>.
    /// <c>POST /v2/openai/chat/completions</c>.</summary>
    /// <inheritdoc cref="CompleteAsync{T}(ChatCompletionRequest, RequestOptions?, CancellationToken)" path="/*[not(self::param)]"/>
    /// <param name="content">The content of the user message: text or parts.</param>
    /// <param name="model">The model or models to use. Defaults to the API's default model.</param>
    /// <param name="options">Options for this request; values that are set override those of the client.</param>
    /// <param name="cancellationToken">The cancellation token.</param>
    public virtual Task<ChatResult<T>> CompleteAsync<T>(ChatContent content, ModelSelection? model = null, RequestOptions? options = null,
        CancellationToken cancellationToken = default) =>
        CompleteAsync<T>(RequestOf(content, model), options, cancellationToken);

    /// <summary>Streams a chat completion for a single user message. <c>POST /v2/openai/chat/completions</c> with <c>stream: true</c>.</summary>
    /// <inheritdoc cref="StreamAsync(ChatCompletionRequest, RequestOptions?, CancellationToken)" path="/*[not(self::param)]"/>
    /// <param name="content">The content of the user message: text or parts.</param>
    /// <param name="model">The model or models to use. Defaults to the API's default model.</param>
    /// <param name="options">Options for this request; values that are set override those of the client.</param>
    /// <param name="cancellationToken">The cancellation token.</param>
    public virtual ChatStream StreamAsync(ChatContent content, ModelSelection? model = null, RequestOptions? options = null,
        CancellationToken cancellationToken = default) =>
        StreamAsync(RequestOf(content, model), options, cancellationToken);

    /// <summary>Creates a chat completion and deserializes it as <typeparamref name="T"/>; its schema is sent as <c>response_format</c>.
    /// <c>POST /v2/openai/chat/completions</c>.</summary>
    /// <typeparam name="T">The result type: a record, class, list or primitive; <see cref="string"/> requests plain text.</typeparam>
    /// <param name="request">The chat. If <see cref="ChatCompletionRequest.ResponseFormat"/> is set, it is sent instead of the schema of the type.</param>
    /// <param name="options">Options for this request; values that are set override those of the client.</param>
    /// <param name="cancellationToken">The cancellation token.</param>
    /// <returns>The deserialized message of the first choice, with the completion. It converts implicitly to <typeparamref name="T"/>.</returns>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> cannot be represented as a JSON Schema; the message names the member.</exception>
    /// <exception cref="OpperSerializationException">The response is truncated, a refusal or a tool call, or does not match the type.</exception>
    /// <exception cref="OpperApiException">The API returned an error.</exception>
    /// <exception cref="OpperTimeoutException">A timeout elapsed.</exception>
    /// <exception cref="OpperConnectionException">The connection failed.</exception>
    [System.Runtime.CompilerServices.OverloadResolutionPriority(1)]
    public virtual async Task<ChatResult<T>> CompleteAsync<T>(ChatCompletionRequest request, RequestOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ThrowIf.Null(request);
        return await CompleteAsync<T>(request, TypeSource.For(Pipeline.Options.TypeInfoResolver), options, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Creates a chat completion and deserializes it as <typeparamref name="T"/>, using the given metadata (for native AOT).
    /// <c>POST /v2/openai/chat/completions</c>.</summary>
    /// <typeparam name="T">The result type.</typeparam>
    /// <param name="request">The chat. If <see cref="ChatCompletionRequest.ResponseFormat"/> is set, it is sent instead of the schema of the type.</param>
    /// <param name="typeInfo">The type metadata, such as <c>MyContext.Default.Invoice</c>.</param>
    /// <param name="options">Options for this request; values that are set override those of the client.</param>
    /// <param name="cancellationToken">The cancellation token.</param>
    /// <returns>The deserialized message of the first choice, with the completion. It converts implicitly to <typeparamref name="T"/>.</returns>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> cannot be represented as a JSON Schema; the message names the member.</exception>
    /// <exception cref="OpperSerializationException">The response is truncated, a refusal or a tool call, or does not match the type.</exception>
    /// <exception cref="OpperApiException">The API returned an error.</exception>
    /// <exception cref="OpperTimeoutException">A timeout elapsed.</exception>
    /// <exception cref="OpperConnectionException">The connection failed.</exception>
    [System.Runtime.CompilerServices.OverloadResolutionPriority(1)]
    public virtual async Task<ChatResult<T>> CompleteAsync<T>(ChatCompletionRequest request, JsonTypeInfo<T> typeInfo, RequestOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ThrowIf.Null(request);
        ThrowIf.Null(typeInfo);
        return await CompleteAsync<T>(request, TypeSource.For(typeInfo), options, cancellationToken).ConfigureAwait(false);
    }

    private static ChatCompletionRequest RequestOf(ChatContent content, ModelSelection? model) =>
        new() { Messages = [ChatMessage.User(content)], Model = model };

    private async Task<ChatResult<T>> CompleteAsync<T>(ChatCompletionRequest request, TypeSource source, RequestOptions? options,
        CancellationToken cancellationToken)
    {
        var schema = request.ResponseFormat is null ? source.Asked<T>() : null;
        var described = Pipeline.Route(DescribeComplete(Pipeline,
            schema is null ? request : request.WithResponseFormat(ChatResponseFormat.For(typeof(T), schema))), options);
        using var response = await Pipeline.ExecuteAsync(described, options, cancellationToken).ConfigureAwait(false);
        var completion = ResponseReader.Read<ChatCompletion>(response, described);
        try
        {
            return new ChatResult<T>(ChatOutput.Read<T>(completion, response.Body, source, Pipeline, options), completion);
        }
        catch (OpperSerializationException exception)
        {
            exception.Attempts = response.Attempts;
            exception.RequestId = response.RequestId;
            throw;
        }
    }
}
