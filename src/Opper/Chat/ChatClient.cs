using System.Text.Json.Serialization.Metadata;

namespace Opper.Chat;

public partial class ChatClient
{
    private static readonly OpperOperation StreamOperation = new("Chat_Complete", HttpMethod.Post, "/v2/openai/chat/completions") { Streams = true };

    /// <summary>Asks for a chat completion as it is written. <c>POST /v2/openai/chat/completions</c> with <c>stream: true</c>.</summary>
    /// <remarks>Tokens come with the last chunk when <see cref="ChatCompletionRequest.StreamOptions"/> asks for them.</remarks>
    /// <param name="request">The chat. Its <see cref="ChatCompletionRequest.Stream"/> need not be set.</param>
    /// <param name="options">Settings for this call alone.</param>
    /// <param name="cancellationToken">Ends the stream and its connection.</param>
    /// <returns>The chunks, and all of them put together by <see cref="ChatStream.GetFinalCompletionAsync"/>. The request is sent when they are first read;
    /// leaving the loop early closes the connection at once.</returns>
    /// <exception cref="OpperApiException">The API answered with an error.</exception>
    /// <exception cref="OpperStreamException">The server reported an error within the stream, or it ended with no finish reason.</exception>
    /// <exception cref="OpperTimeoutException">A time limit ran out.</exception>
    /// <exception cref="OpperConnectionException">The connection failed.</exception>
    [System.Runtime.CompilerServices.OverloadResolutionPriority(1)]
    public virtual ChatStream StreamAsync(ChatCompletionRequest request, RequestOptions? options = null, CancellationToken cancellationToken = default)
    {
        ThrowIf.Null(request);
        return new ChatStream(Pipeline, new OpperRequest(StreamOperation, DescribeComplete(Pipeline, request).Url, request.AsStream()), options, cancellationToken);
    }

    /// <summary>Asks for a chat completion of one message of the user. <c>POST /v2/openai/chat/completions</c>.</summary>
    /// <param name="content">What the user says: a text, or parts.</param>
    /// <param name="model">The model. Default: the API's.</param>
    /// <param name="options">Settings for this call alone.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The completion.</returns>
    /// <exception cref="OpperApiException">The API answered with an error.</exception>
    /// <exception cref="OpperTimeoutException">A time limit ran out.</exception>
    /// <exception cref="OpperConnectionException">The connection failed.</exception>
    public virtual Task<ChatCompletion> CompleteAsync(ChatContent content, ModelSelection? model = null, RequestOptions? options = null, CancellationToken cancellationToken = default)
        => CompleteAsync(RequestOf(content, model), options, cancellationToken);

    /// <summary>Asks for a chat completion of one message of the user that is a <typeparamref name="T"/>. <c>POST /v2/openai/chat/completions</c>.</summary>
    /// <inheritdoc cref="CompleteAsync{T}(ChatCompletionRequest, RequestOptions?, CancellationToken)" path="/*[not(self::param)]"/>
    /// <param name="content">What the user says: a text, or parts.</param>
    /// <param name="model">The model. Default: the API's.</param>
    /// <param name="options">Settings for this call alone.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public virtual Task<ChatResult<T>> CompleteAsync<T>(ChatContent content, ModelSelection? model = null, RequestOptions? options = null, CancellationToken cancellationToken = default)
        => CompleteAsync<T>(RequestOf(content, model), options, cancellationToken);

    /// <summary>Asks for a chat completion of one message of the user as it is written. <c>POST /v2/openai/chat/completions</c> with <c>stream: true</c>.</summary>
    /// <inheritdoc cref="StreamAsync(ChatCompletionRequest, RequestOptions?, CancellationToken)" path="/*[not(self::param)]"/>
    /// <param name="content">What the user says: a text, or parts.</param>
    /// <param name="model">The model. Default: the API's.</param>
    /// <param name="options">Settings for this call alone.</param>
    /// <param name="cancellationToken">Ends the stream and its connection.</param>
    public virtual ChatStream StreamAsync(ChatContent content, ModelSelection? model = null, RequestOptions? options = null, CancellationToken cancellationToken = default)
        => StreamAsync(RequestOf(content, model), options, cancellationToken);

    /// <summary>Asks for a chat completion that is a <typeparamref name="T"/>, whose JSON Schema goes along as <c>response_format</c>. <c>POST /v2/openai/chat/completions</c>.</summary>
    /// <typeparam name="T">The type of the answer: a record or class, a list, a primitive; <see cref="string"/> asks for plain text.</typeparam>
    /// <param name="request">The chat. A <see cref="ChatCompletionRequest.ResponseFormat"/> of its own is kept.</param>
    /// <param name="options">Settings for this call alone.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The first choice's answer, with the completion. It converts to <typeparamref name="T"/> by itself.</returns>
    /// <exception cref="NotSupportedException">The type cannot be described by a schema; the message names the member.</exception>
    /// <exception cref="OpperSerializationException">The answer does not fit the type: it was refused, cut at the token limit, calls a tool, or is wrong; the exception holds what came.</exception>
    /// <exception cref="OpperApiException">The API answered with an error.</exception>
    /// <exception cref="OpperTimeoutException">A time limit ran out.</exception>
    /// <exception cref="OpperConnectionException">The connection failed.</exception>
    [System.Runtime.CompilerServices.OverloadResolutionPriority(1)]
    public virtual async Task<ChatResult<T>> CompleteAsync<T>(ChatCompletionRequest request, RequestOptions? options = null, CancellationToken cancellationToken = default)
    {
        ThrowIf.Null(request);
        return await CompleteAsync<T>(request, TypeSource.For(Pipeline.Options.TypeInfoResolver), options, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Asks for a chat completion that is a <typeparamref name="T"/> described by its metadata, which native AOT needs. <c>POST /v2/openai/chat/completions</c>.</summary>
    /// <typeparam name="T">The type of the answer.</typeparam>
    /// <param name="request">The chat. A <see cref="ChatCompletionRequest.ResponseFormat"/> of its own is kept.</param>
    /// <param name="typeInfo">The metadata of the type, such as <c>MyContext.Default.Invoice</c>.</param>
    /// <param name="options">Settings for this call alone.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The first choice's answer, with the completion. It converts to <typeparamref name="T"/> by itself.</returns>
    /// <exception cref="NotSupportedException">The type cannot be described by a schema; the message names the member.</exception>
    /// <exception cref="OpperSerializationException">The answer does not fit the type; the exception holds what came.</exception>
    /// <exception cref="OpperApiException">The API answered with an error.</exception>
    /// <exception cref="OpperTimeoutException">A time limit ran out.</exception>
    /// <exception cref="OpperConnectionException">The connection failed.</exception>
    [System.Runtime.CompilerServices.OverloadResolutionPriority(1)]
    public virtual async Task<ChatResult<T>> CompleteAsync<T>(ChatCompletionRequest request, JsonTypeInfo<T> typeInfo, RequestOptions? options = null, CancellationToken cancellationToken = default)
    {
        ThrowIf.Null(request);
        ThrowIf.Null(typeInfo);
        return await CompleteAsync<T>(request, TypeSource.For(typeInfo), options, cancellationToken).ConfigureAwait(false);
    }

    private static ChatCompletionRequest RequestOf(ChatContent content, ModelSelection? model) => new() { Messages = [ChatMessage.User(content)], Model = model };

    private async Task<ChatResult<T>> CompleteAsync<T>(ChatCompletionRequest request, TypeSource source, RequestOptions? options, CancellationToken cancellationToken)
    {
        var schema = request.ResponseFormat is null ? source.Asked<T>() : null;
        var described = Pipeline.Route(DescribeComplete(Pipeline, schema is null ? request : request.WithResponseFormat(ChatResponseFormat.For(typeof(T), schema))), options);
        using var response = await Pipeline.ExecuteAsync(described, options, cancellationToken).ConfigureAwait(false);
        var completion = ResponseReader.Read<ChatCompletion>(response, described);
        try
        {
            return new ChatResult<T>(ChatAnswer.Read<T>(completion, response.Body, source, Pipeline, options), completion);
        }
        catch (OpperSerializationException exception)
        {
            exception.Attempts = response.Attempts;
            exception.RequestId = response.RequestId;
            throw;
        }
    }
}
