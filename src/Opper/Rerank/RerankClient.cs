namespace Opper.Rerank;

public partial class RerankClient
{
    /// <summary>Ranks documents by relevance to a query. <c>POST /v2/rerank</c>.</summary>
    /// <param name="model">The rerank model. <see cref="ListModelsAsync"/> lists the available models.</param>
    /// <param name="query">The query.</param>
    /// <param name="documents">The documents. Strings convert implicitly.</param>
    /// <param name="options">Options for this request; values that are set override those of the client.</param>
    /// <param name="cancellationToken">The cancellation token.</param>
    /// <returns>The documents, ordered by descending relevance.</returns>
    /// <exception cref="OpperApiException">The API returned an error.</exception>
    /// <exception cref="OpperTimeoutException">A timeout elapsed.</exception>
    /// <exception cref="OpperConnectionException">The connection failed.</exception>
    public virtual Task<RerankResponse> RerankAsync(string model, string query, IEnumerable<RerankDocument> documents, RequestOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ThrowIf.Null(documents);
        return RerankAsync(new RerankRequest { Model = model, Query = query, Documents = [.. documents] }, options, cancellationToken);
    }
}
