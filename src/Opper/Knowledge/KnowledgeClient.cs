namespace Opper;

public partial class KnowledgeClient
{
    /// <summary>Uploads a file in one request, and has it indexed. <c>POST /v2/knowledge/{knowledge_base_id}/upload</c> as <c>multipart/form-data</c>.</summary>
    /// <param name="knowledgeBaseId">The knowledge base.</param>
    /// <param name="file">The file. It is read from where it stands and left open; a retry needs it to be seekable.</param>
    /// <param name="fileName">Its name, from which the server tells its kind.</param>
    /// <param name="request">Content type, chunking and metadata; the server's defaults when left out.</param>
    /// <param name="options">Settings for this call alone.</param>
    /// <param name="cancellationToken">Cancels the upload.</param>
    /// <returns>The registered file. Indexing goes on after this.</returns>
    /// <exception cref="ArgumentException">The id or the file name is blank, or the stream cannot be read.</exception>
    /// <exception cref="OpperApiException">The API answered with an error.</exception>
    /// <exception cref="OpperTimeoutException">A time limit ran out.</exception>
    /// <exception cref="OpperConnectionException">The connection failed.</exception>
    public virtual Task<RegisteredFile> UploadAsync(string knowledgeBaseId, Stream file, string fileName, KnowledgeUploadOptions? request = null, RequestOptions? options = null, CancellationToken cancellationToken = default)
        => Pipeline.SendAsync<RegisteredFile>(DescribeUpload(Pipeline, knowledgeBaseId, new FileUploadPayload(FileSource.FromStream(file), fileName, request)), options, cancellationToken);

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
    public virtual Task<RegisteredFile> RegisterUploadAsync(string knowledgeBaseId, RegisterUploadRequest request, RequestOptions? options = null, CancellationToken cancellationToken = default)
    {
        ThrowIf.Null(request);
        return Pipeline.SendAsync<RegisteredFile>(DescribeUpload(Pipeline, knowledgeBaseId, request), options, cancellationToken);
    }
}
