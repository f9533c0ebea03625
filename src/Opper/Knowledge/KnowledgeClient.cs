namespace Opper.Knowledge;

public partial class KnowledgeClient
{
    /// <summary>
    /// Registers an upload in the form of the endpoint reference. <c>POST /v2/knowledge/{knowledge_base_id}/upload</c> as JSON.
    /// The live API uses <see cref="RegisterFileAsync"/> instead.
    /// </summary>
    /// <param name="knowledgeBaseId">The knowledge base ID.</param>
    /// <param name="request">The upload to register.</param>
    /// <param name="options">Options for this request; values that are set override those of the client.</param>
    /// <param name="cancellationToken">The cancellation token.</param>
    /// <returns>The registered file.</returns>
    /// <exception cref="ArgumentException"><paramref name="knowledgeBaseId"/> is blank, or a required property is not set.</exception>
    /// <exception cref="OpperApiException">The API returned an error.</exception>
    /// <exception cref="OpperTimeoutException">A timeout elapsed.</exception>
    /// <exception cref="OpperConnectionException">The connection failed.</exception>
    [System.ComponentModel.EditorBrowsable(System.ComponentModel.EditorBrowsableState.Never)]
    public virtual Task<RegisteredFile> RegisterUploadAsync(string knowledgeBaseId, RegisterUploadRequest request, RequestOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ThrowIf.Null(request);
        return Pipeline.SendAsync<RegisteredFile>(DescribeUploadFile(Pipeline, knowledgeBaseId, request), options, cancellationToken);
    }
}
