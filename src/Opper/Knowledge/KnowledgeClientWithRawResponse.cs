using System.ComponentModel;

namespace Opper.Knowledge;

public partial class KnowledgeClientWithRawResponse
{
    /// <summary>Uploads a file in one request, ignoring <see cref="UploadFileOptions.Route"/>. <c>POST /v2/knowledge/{knowledge_base_id}/upload</c>.</summary>
    /// <inheritdoc cref="KnowledgeClient.UploadFileAsync(string, Stream, string, UploadFileOptions?, IProgress{long}?, RequestOptions?, CancellationToken)"/>
    public virtual Task<OpperResponse<RegisteredFile>> UploadFileAsync(string knowledgeBaseId, Stream file, string fileName, UploadFileOptions? uploadOptions =
        null, IProgress<long>? progress = null, RequestOptions? options = null, CancellationToken cancellationToken = default) =>
        Pipeline.SendRawAsync<RegisteredFile>(KnowledgeClient.DescribeUploadFile(Pipeline, knowledgeBaseId,
            new FileUploadPayload(FileSource.FromStream(file), fileName, uploadOptions, progress)), options, cancellationToken);

    /// <inheritdoc cref="KnowledgeClient.RegisterUploadAsync"/>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public virtual Task<OpperResponse<RegisteredFile>> RegisterUploadAsync(string knowledgeBaseId, RegisterUploadRequest request,
        RequestOptions? options = null, CancellationToken cancellationToken = default)
    {
        ThrowIf.Null(request);
        return Pipeline.SendRawAsync<RegisteredFile>(KnowledgeClient.DescribeUploadFile(Pipeline, knowledgeBaseId, request), options, cancellationToken);
    }
}
