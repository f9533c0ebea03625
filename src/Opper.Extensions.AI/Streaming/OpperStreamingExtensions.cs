using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Opper;
using Opper.Chat;
using Opper.Extensions.AI;

namespace Microsoft.Extensions.AI;

/// <summary>Streams typed outputs from any <see cref="IChatClient"/>: of Opper, OpenAI, Ollama or others. No Opper API key is required.</summary>
public static class OpperStreamingExtensions
{
    /// <summary>Requests a <typeparamref name="T"/>, with its JSON Schema as the response format, and streams it.</summary>
    /// <typeparam name="T">The type of the output: a record or class, a list, a primitive; <see cref="string"/> requests plain text.</typeparam>
    /// <param name="chatClient">The chat client, including its pipeline, such as function invocation.</param>
    /// <param name="messages">The conversation.</param>
    /// <param name="options">The chat options, which are not modified. If they have a <see cref="ChatOptions.ResponseFormat"/>, it is kept.</param>
    /// <param name="validateOutput">Whether the complete output is validated with the validation attributes of its type (<c>[Range]</c>, <c>[StringLength]</c>,
    /// …); a violation throws an <see cref="OpperSerializationException"/>.</param>
    /// <param name="cancellationToken">Cancels the stream.</param>
    /// <returns>A stream of partial outputs, the last of which is complete.</returns>
    /// <exception cref="NotSupportedException">The type cannot be described by a schema; the message names the member.</exception>
    public static ChatResponseStream<T> GetStreamingResponseAsync<T>(this IChatClient chatClient, IEnumerable<ChatMessage> messages,
        ChatOptions? options = null, bool validateOutput = false, CancellationToken cancellationToken = default) =>
        Stream(chatClient, messages, options, typeof(T) == typeof(string) ? null : OpperSchema.For<T>(),
            chunks => OpperStream.FromChunks<T>(chunks, validateOutput), cancellationToken);

    /// <summary>Requests a <typeparamref name="T"/> with a prompt, and streams it.</summary>
    /// <typeparam name="T">The type of the output.</typeparam>
    /// <param name="chatClient">The chat client.</param>
    /// <param name="prompt">The user message.</param>
    /// <param name="options">The chat options, which are not modified.</param>
    /// <param name="validateOutput">Whether the complete output is validated with the validation attributes of its type (<c>[Range]</c>, <c>[StringLength]</c>,
    /// …); a violation throws an <see cref="OpperSerializationException"/>.</param>
    /// <param name="cancellationToken">Cancels the stream.</param>
    /// <returns>A stream of partial outputs, the last of which is complete.</returns>
    /// <exception cref="NotSupportedException">The type cannot be described by a schema; the message names the member.</exception>
    public static ChatResponseStream<T> GetStreamingResponseAsync<T>(this IChatClient chatClient, string prompt, ChatOptions? options = null,
        bool validateOutput = false, CancellationToken cancellationToken = default) =>
        chatClient.GetStreamingResponseAsync<T>([new ChatMessage(ChatRole.User, prompt)], options, validateOutput, cancellationToken);

    /// <summary>Requests a <typeparamref name="T"/> by its metadata, as native AOT requires, and streams it.</summary>
    /// <typeparam name="T">The type of the output.</typeparam>
    /// <param name="chatClient">The chat client.</param>
    /// <param name="messages">The conversation.</param>
    /// <param name="typeInfo">The metadata of the type, such as <c>MyContext.Default.Invoice</c>.</param>
    /// <param name="options">The chat options, which are not modified.</param>
    /// <param name="validateOutput">Whether the complete output is validated with the validation attributes of its type (<c>[Range]</c>, <c>[StringLength]</c>,
    /// …); a violation throws an <see cref="OpperSerializationException"/>.</param>
    /// <param name="cancellationToken">Cancels the stream.</param>
    /// <returns>A stream of partial outputs, the last of which is complete.</returns>
    /// <exception cref="NotSupportedException">The type cannot be described by a schema; the message names the member.</exception>
    public static ChatResponseStream<T> GetStreamingResponseAsync<T>(this IChatClient chatClient, IEnumerable<ChatMessage> messages, JsonTypeInfo<T> typeInfo,
        ChatOptions? options = null, bool validateOutput = false, CancellationToken cancellationToken = default)
    {
        _ = typeInfo ?? throw new ArgumentNullException(nameof(typeInfo));
        return Stream(chatClient, messages, options, typeof(T) == typeof(string) ? null : OpperSchema.For(typeInfo),
            chunks => OpperStream.FromChunks(chunks, typeInfo, validateOutput), cancellationToken);
    }

    private static ChatResponseStream<T> Stream<T>(IChatClient chatClient, IEnumerable<ChatMessage> messages, ChatOptions? options, OpperSchema? schema,
        Func<IAsyncEnumerable<StreamChunk>, OpperStream<T>> read, CancellationToken cancellationToken)
    {
        _ = chatClient ?? throw new ArgumentNullException(nameof(chatClient));
        _ = messages ?? throw new ArgumentNullException(nameof(messages));
        var typed = options?.Clone() ?? new ChatOptions();
        if (schema is not null)
        {
            using var document = JsonDocument.Parse(schema.ToString());
            typed.ResponseFormat ??= ChatResponseFormat.ForJsonSchema(document.RootElement.Clone(), Name(typeof(T)));
        }

        return new ChatResponseStream<T>(token => SendAsync(chatClient, messages, typed, cancellationToken, token), read);
    }

    // One token was passed to the call, the other to the enumerator.
    private static async IAsyncEnumerable<ChatResponseUpdate> SendAsync(IChatClient chatClient, IEnumerable<ChatMessage> messages, ChatOptions options,
        CancellationToken ofCall, [EnumeratorCancellation] CancellationToken ofLoop)
    {
        using var both = CancellationTokenSource.CreateLinkedTokenSource(ofCall, ofLoop);
        await foreach (var update in chatClient.GetStreamingResponseAsync(messages, options, both.Token).ConfigureAwait(false))
        {
            yield return update;
        }
    }

    private static string Name(Type type)
    {
        var name = type.Name.Where(static c => c is '_' or (>= '0' and <= '9') or (>= 'a' and <= 'z') or (>= 'A' and <= 'Z')).Take(64).ToArray();
        return name.Length > 0 ? new string(name) : "answer";
    }
}
