using Opper;
using Opper.Chat;
using Opper.Extensions.AI;

namespace Microsoft.Extensions.AI;

/// <summary>Adapts <see cref="OpperClient"/> to the interfaces of Microsoft.Extensions.AI.</summary>
public static class OpperAIExtensions
{
    /// <summary>Returns a chat client that uses Opper. <c>POST /v2/openai/chat/completions</c>.</summary>
    /// <remarks>
    /// Text, images, audio, files, tools, reasoning, structured output and streams are supported; the README of the package lists each member. An option that
    /// the API does not support throws a <see cref="NotSupportedException"/> that names it. <see cref="ChatOptions.RawRepresentationFactory"/> may return a
    /// <see cref="ChatCompletionRequest"/> to start from, whose values take precedence. <see cref="ChatOptions.AdditionalProperties"/> are sent under their own
    /// names, such as <c>tags</c>. Errors are reported as <see cref="OpperException"/>. A chat inside a span of <c>opper.Spans.StartAsync</c> becomes its
    /// child.
    /// </remarks>
    /// <param name="client">The client.</param>
    /// <param name="model">The model for chats that do not specify one: a name, or several in the order of fallback. Default: that of the API.</param>
    /// <returns>The chat client. It does not need to be disposed.</returns>
    public static IChatClient AsChatClient(this OpperClient client, ModelSelection? model = null) =>
        new OpperChatClient(client ?? throw new ArgumentNullException(nameof(client)), model);

    /// <summary>Returns an embedding generator that uses Opper. <c>POST /v2/embeddings</c>.</summary>
    /// <remarks><see cref="EmbeddingGenerationOptions.Dimensions"/> is sent as a model option. Errors are reported as <see cref="OpperException"/>.</remarks>
    /// <param name="client">The client.</param>
    /// <param name="model">The model for requests that do not specify one. Default: that of the API.</param>
    /// <param name="dimensions">The number of dimensions for requests that do not specify it. Default: that of the model.</param>
    /// <returns>The generator. It does not need to be disposed.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The dimensions are not positive.</exception>
    /// <exception cref="ArgumentException">Dimensions are specified without a model.</exception>
    public static IEmbeddingGenerator<string, Embedding<float>> AsEmbeddingGenerator(this OpperClient client, string? model = null, int? dimensions = null) =>
        new OpperEmbeddingGenerator(client ?? throw new ArgumentNullException(nameof(client)), model, dimensions);
}
