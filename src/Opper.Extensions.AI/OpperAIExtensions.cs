using Opper;
using Opper.Chat;
using Opper.Extensions.AI;

namespace Microsoft.Extensions.AI;

/// <summary>Gives an <see cref="OpperClient"/> the faces of Microsoft.Extensions.AI.</summary>
public static class OpperAIExtensions
{
    /// <summary>Chats through Opper. <c>POST /v2/openai/chat/completions</c>.</summary>
    /// <remarks>
    /// Text, images, audio and files, tools, thoughts, structured output and streams are mapped, as the package's README says for each member. An option that the API has no place for throws
    /// <see cref="NotSupportedException"/> naming it. <see cref="ChatOptions.RawRepresentationFactory"/> may give a
    /// <see cref="ChatCompletionRequest"/> to start from, whose own values win. <see cref="ChatOptions.AdditionalProperties"/> go along under
    /// their names, such as <c>tags</c>. Errors are the library's own: <see cref="OpperException"/>. A chat inside a span of
    /// <c>opper.Spans.StartAsync</c> appears under it.
    /// </remarks>
    /// <param name="client">The client.</param>
    /// <param name="model">The model for chats that name none: a name, or several in the order to try them. Default: the API's own.</param>
    /// <returns>The chat client. It holds nothing that has to be disposed.</returns>
    public static IChatClient AsChatClient(this OpperClient client, ModelSelection? model = null)
        => new OpperChatClient(client ?? throw new ArgumentNullException(nameof(client)), model);

    /// <summary>Embeds texts through Opper. <c>POST /v2/embeddings</c>.</summary>
    /// <remarks><see cref="EmbeddingGenerationOptions.Dimensions"/> goes along as an option of the model. Errors are the library's own: <see cref="OpperException"/>.</remarks>
    /// <param name="client">The client.</param>
    /// <param name="model">The model for requests that name none. Default: the API's own.</param>
    /// <param name="dimensions">How many numbers an embedding has where the request does not say. Default: the model's own.</param>
    /// <returns>The generator. It holds nothing that has to be disposed.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The dimensions are not positive.</exception>
    /// <exception cref="ArgumentException">Dimensions are given without a model, whose option they are.</exception>
    public static IEmbeddingGenerator<string, Embedding<float>> AsEmbeddingGenerator(this OpperClient client, string? model = null, int? dimensions = null)
        => new OpperEmbeddingGenerator(client ?? throw new ArgumentNullException(nameof(client)), model, dimensions);
}
