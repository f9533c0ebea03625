using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Opper;
using Opper.Extensions.AI;

namespace Microsoft.Extensions.AI;

/// <summary>Streams answers of a type from any <see cref="IChatClient"/>: of Opper, OpenAI, Ollama or whoever else. No key of Opper is needed.</summary>
public static class OpperStreamingExtensions
{
    /// <summary>Asks for a <typeparamref name="T"/>, whose JSON Schema goes along as the response format, and gives it as it is written.</summary>
    /// <typeparam name="T">The type of the answer: a record or class, a list, a primitive; <see cref="string"/> asks for plain text.</typeparam>
    /// <param name="chatClient">The chat client, with all that is built around it, such as function invocation.</param>
    /// <param name="messages">The conversation.</param>
    /// <param name="options">Options of the chat; they are not changed. A <see cref="ChatOptions.ResponseFormat"/> of their own is kept.</param>
    /// <param name="validateAnswer">Whether the answer is held against the validation attributes of its type (<c>[Range]</c>, <c>[StringLength]</c>, …) once it is whole; one that breaks a rule is an <see cref="OpperSerializationException"/>.</param>
    /// <param name="cancellationToken">Ends the stream.</param>
    /// <returns>The answer as far as it has come, again and again, the last one whole.</returns>
    /// <exception cref="NotSupportedException">The type cannot be described by a schema; the message names the member.</exception>
    public static ChatResponseStream<T> GetStreamingResponseAsync<T>(this IChatClient chatClient, IEnumerable<ChatMessage> messages, ChatOptions? options = null, bool validateAnswer = false, CancellationToken cancellationToken = default)
        => Stream(chatClient, messages, options, typeof(T) == typeof(string) ? null : OpperSchema.For<T>(), chunks => OpperStream.FromChunks<T>(chunks, validateAnswer), cancellationToken);

    /// <summary>Asks for a <typeparamref name="T"/> with a prompt, and gives it as it is written.</summary>
    /// <typeparam name="T">The type of the answer.</typeparam>
    /// <param name="chatClient">The chat client.</param>
    /// <param name="prompt">What the user says.</param>
    /// <param name="options">Options of the chat; they are not changed.</param>
    /// <param name="validateAnswer">Whether the answer is held against the validation attributes of its type (<c>[Range]</c>, <c>[StringLength]</c>, …) once it is whole; one that breaks a rule is an <see cref="OpperSerializationException"/>.</param>
    /// <param name="cancellationToken">Ends the stream.</param>
    /// <returns>The answer as far as it has come, again and again, the last one whole.</returns>
    /// <exception cref="NotSupportedException">The type cannot be described by a schema; the message names the member.</exception>
    public static ChatResponseStream<T> GetStreamingResponseAsync<T>(this IChatClient chatClient, string prompt, ChatOptions? options = null, bool validateAnswer = false, CancellationToken cancellationToken = default)
        => chatClient.GetStreamingResponseAsync<T>([new ChatMessage(ChatRole.User, prompt)], options, validateAnswer, cancellationToken);

    /// <summary>Asks for a <typeparamref name="T"/> described by its metadata, which native AOT needs, and gives it as it is written.</summary>
    /// <typeparam name="T">The type of the answer.</typeparam>
    /// <param name="chatClient">The chat client.</param>
    /// <param name="messages">The conversation.</param>
    /// <param name="typeInfo">The metadata of the type, such as <c>MyContext.Default.Invoice</c>.</param>
    /// <param name="options">Options of the chat; they are not changed.</param>
    /// <param name="validateAnswer">Whether the answer is held against the validation attributes of its type (<c>[Range]</c>, <c>[StringLength]</c>, …) once it is whole; one that breaks a rule is an <see cref="OpperSerializationException"/>.</param>
    /// <param name="cancellationToken">Ends the stream.</param>
    /// <returns>The answer as far as it has come, again and again, the last one whole.</returns>
    /// <exception cref="NotSupportedException">The type cannot be described by a schema; the message names the member.</exception>
    public static ChatResponseStream<T> GetStreamingResponseAsync<T>(this IChatClient chatClient, IEnumerable<ChatMessage> messages, JsonTypeInfo<T> typeInfo, ChatOptions? options = null, bool validateAnswer = false, CancellationToken cancellationToken = default)
    {
        _ = typeInfo ?? throw new ArgumentNullException(nameof(typeInfo));
        return Stream(chatClient, messages, options, typeof(T) == typeof(string) ? null : OpperSchema.For(typeInfo), chunks => OpperStream.FromChunks(chunks, typeInfo, validateAnswer), cancellationToken);
    }

    private static ChatResponseStream<T> Stream<T>(IChatClient chatClient, IEnumerable<ChatMessage> messages, ChatOptions? options, OpperSchema? schema, Func<IAsyncEnumerable<StreamChunk>, OpperStream<T>> read, CancellationToken cancellationToken)
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

    // The one token is the call's, the other the loop's.
    private static async IAsyncEnumerable<ChatResponseUpdate> SendAsync(IChatClient chatClient, IEnumerable<ChatMessage> messages, ChatOptions options, CancellationToken ofCall, [EnumeratorCancellation] CancellationToken ofLoop)
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
