namespace Opper.Knowledge;

public partial class KnowledgeClient
{
    /// <summary>
    /// Registers an upload in the endpoint reference's form. <c>POST /v2/knowledge/{knowledge_base_id}/upload</c> as JSON.
    /// The live API has <see cref="RegisterFileAsync"/> for this.
    /// </summary>
    /// <param name="knowledgeBaseId">The knowledge base.</param>
    /// <param name="request">The upload to register.</param>
    /// <param name="options">Settings for this call alone.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The registered file.</returns>
    /// <exception cref="ArgumentException">The id is blank, or a required field is not set.</exception>
    /// <exception cref="OpperApiException">The API answered with an error.</exception>
    /// <exception cref="OpperTimeoutException">A time limit ran out.</exception>
    /// <exception cref="OpperConnectionException">The connection failed.</exception>
    [System.ComponentModel.EditorBrowsable(System.ComponentModel.EditorBrowsableState.Never)]
    public virtual Task<RegisteredFile> RegisterUploadAsync(string knowledgeBaseId, RegisterUploadRequest request, RequestOptions? options = null, CancellationToken cancellationToken = default)
    {
        ThrowIf.Null(request);
        return Pipeline.SendAsync<RegisteredFile>(DescribeUploadFile(Pipeline, knowledgeBaseId, request), options, cancellationToken);
    }
}
