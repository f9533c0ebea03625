namespace Opper.Embeddings;

public partial class EmbeddingsClient
{
    /// <summary>Embeds a text, or several: <c>CreateAsync("red")</c>, <c>CreateAsync(["red", "green"])</c>. <c>POST /v2/embeddings</c>.</summary>
    /// <param name="input">The text or the texts.</param>
    /// <param name="model">The embedding model. Default: the server's.</param>
    /// <param name="options">Settings for this call alone.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>A vector for each text, in order.</returns>
    /// <exception cref="OpperApiException">The API answered with an error.</exception>
    /// <exception cref="OpperTimeoutException">A time limit ran out.</exception>
    /// <exception cref="OpperConnectionException">The connection failed.</exception>
    public virtual Task<EmbeddingResponse> CreateAsync(EmbeddingInput input, ModelSelection? model = null, RequestOptions? options = null, CancellationToken cancellationToken = default)
        => CreateAsync(new CreateEmbeddingRequest { Input = input, Model = model }, options, cancellationToken);
}
