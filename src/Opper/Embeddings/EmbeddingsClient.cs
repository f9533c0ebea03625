namespace Opper.Embeddings;

public partial class EmbeddingsClient
{
    /// <summary>Creates embeddings for one or more strings: <c>CreateAsync("red")</c>, <c>CreateAsync(["red", "green"])</c>.
    /// <c>POST /v2/embeddings</c>.</summary>
    /// <param name="input">The string or strings to embed.</param>
    /// <param name="model">The embedding model. Defaults to the API's default model.</param>
    /// <param name="options">Options for this request; values that are set override those of the client.</param>
    /// <param name="cancellationToken">The cancellation token.</param>
    /// <returns>The response, with a vector for each input in order.</returns>
    /// <exception cref="OpperApiException">The API returned an error.</exception>
    /// <exception cref="OpperTimeoutException">A timeout elapsed.</exception>
    /// <exception cref="OpperConnectionException">The connection failed.</exception>
    public virtual Task<EmbeddingResponse> CreateAsync(EmbeddingInput input, ModelSelection? model = null, RequestOptions? options = null,
        CancellationToken cancellationToken = default) =>
        CreateAsync(new CreateEmbeddingRequest { Input = input, Model = model }, options, cancellationToken);
}
