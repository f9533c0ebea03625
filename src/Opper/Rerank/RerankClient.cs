namespace Opper.Rerank;

public partial class RerankClient
{
    /// <summary>Orders documents by how well they answer a query. <c>POST /v2/rerank</c>.</summary>
    /// <param name="model">The rerank model; <see cref="ListModelsAsync"/> lists them.</param>
    /// <param name="query">What to order by.</param>
    /// <param name="documents">The documents: texts convert by themselves.</param>
    /// <param name="options">Settings for this call alone.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The documents, best first.</returns>
    /// <exception cref="OpperApiException">The API answered with an error.</exception>
    /// <exception cref="OpperTimeoutException">A time limit ran out.</exception>
    /// <exception cref="OpperConnectionException">The connection failed.</exception>
    public virtual Task<RerankResponse> RerankAsync(string model, string query, IEnumerable<RerankDocument> documents, RequestOptions? options = null, CancellationToken cancellationToken = default)
    {
        ThrowIf.Null(documents);
        return RerankAsync(new RerankRequest { Model = model, Query = query, Documents = [.. documents] }, options, cancellationToken);
    }
}
