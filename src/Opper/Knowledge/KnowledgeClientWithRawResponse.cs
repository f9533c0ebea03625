namespace Opper;

public partial class KnowledgeClientWithRawResponse
{
    /// <inheritdoc cref="KnowledgeClient.UploadAsync"/>
    public virtual Task<OpperResponse<RegisteredFile>> UploadAsync(string knowledgeBaseId, Stream file, string fileName, KnowledgeUploadOptions? request = null, RequestOptions? options = null, CancellationToken cancellationToken = default)
        => Pipeline.SendRawAsync<RegisteredFile>(KnowledgeClient.DescribeUpload(Pipeline, knowledgeBaseId, new FileUploadPayload(FileSource.FromStream(file), fileName, request)), options, cancellationToken);

    /// <inheritdoc cref="KnowledgeClient.RegisterUploadAsync"/>
    public virtual Task<OpperResponse<RegisteredFile>> RegisterUploadAsync(string knowledgeBaseId, RegisterUploadRequest request, RequestOptions? options = null, CancellationToken cancellationToken = default)
    {
        ThrowIf.Null(request);
        return Pipeline.SendRawAsync<RegisteredFile>(KnowledgeClient.DescribeUpload(Pipeline, knowledgeBaseId, request), options, cancellationToken);
    }
}
