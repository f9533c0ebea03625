namespace Opper.Knowledge;

public partial class KnowledgeClient
{
    /// <summary>
    /// Uploads a file to a knowledge base: gets an upload URL, streams the file to it, and registers the file.
    /// <c>GET /v2/knowledge/{knowledge_base_id}/upload_url</c>, then <c>POST …/register_file</c>; with the <see cref="KnowledgeUploadRoute.Direct"/> route,
    /// <c>POST /v2/knowledge/{knowledge_base_id}/upload</c>.
    /// </summary>
    /// <remarks>
    /// The API key is not sent to the upload URL. Unless <paramref name="options"/> sets a timeout, only <see cref="OpperClientOptions.StreamIdleTimeout"/>
    /// applies to sending the file there; the direct route uses the timeouts of the client. Retries send the file from the start.
    /// </remarks>
    /// <param name="knowledgeBaseId">The knowledge base ID.</param>
    /// <param name="path">The path of the file.</param>
    /// <param name="uploadOptions">The content type, chunking, metadata and route. Default: the default options.</param>
    /// <param name="progress">Receives the number of bytes sent by the current attempt; it restarts at 0 on a retry. Default: none.</param>
    /// <param name="options">Options for the requests of this upload; headers and query parameters are sent to the API only, not to the upload URL.</param>
    /// <param name="cancellationToken">The cancellation token.</param>
    /// <returns>The registered file. It may not be indexed yet unless <see cref="UploadFileOptions.WaitForIndexing"/> is set.</returns>
    /// <exception cref="FileNotFoundException">The file does not exist.</exception>
    /// <exception cref="ArgumentException"><paramref name="knowledgeBaseId"/> or <paramref name="path"/> is blank, or an option is invalid.</exception>
    /// <exception cref="InvalidOperationException">The file cannot be read, changed during the upload, or the upload URL does not use https.</exception>
    /// <exception cref="NotSupportedException">The server only supports the form of the endpoint reference, which has no chunking or metadata.</exception>
    /// <exception cref="OpperApiException">The API or the storage returned an error.</exception>
    /// <exception cref="OpperIndexingException">The file could not be indexed; thrown only with <see cref="UploadFileOptions.WaitForIndexing"/>.</exception>
    /// <exception cref="OpperTimeoutException">A timeout elapsed.</exception>
    /// <exception cref="OpperConnectionException">The connection failed.</exception>
    public virtual Task<RegisteredFile> UploadFileAsync(string knowledgeBaseId, string path, UploadFileOptions? uploadOptions = null,
        IProgress<long>? progress = null, RequestOptions? options = null, CancellationToken cancellationToken = default) =>
        UploadFileAsync(knowledgeBaseId, FileSource.FromPath(path), Path.GetFileName(path), uploadOptions, progress, options, cancellationToken);

    /// <inheritdoc cref="UploadFileAsync(string, string, UploadFileOptions?, IProgress{long}?, RequestOptions?, CancellationToken)"
    /// path="/*[not(self::param)]"/>
    /// <param name="knowledgeBaseId">The knowledge base ID.</param>
    /// <param name="file">The file. It is read from its current position and left open. Retries require a seekable stream.</param>
    /// <param name="fileName">The file name, from which the server infers the file type.</param>
    /// <param name="uploadOptions">The content type, chunking, metadata and route. Default: the default options.</param>
    /// <param name="progress">Receives the number of bytes sent by the current attempt; it restarts at 0 on a retry. Default: none.</param>
    /// <param name="options">Options for the requests of this upload; headers and query parameters are sent to the API only, not to the upload URL.</param>
    /// <param name="cancellationToken">The cancellation token.</param>
    public virtual Task<RegisteredFile> UploadFileAsync(string knowledgeBaseId, Stream file, string fileName, UploadFileOptions? uploadOptions = null,
        IProgress<long>? progress = null, RequestOptions? options = null, CancellationToken cancellationToken = default) =>
        UploadFileAsync(knowledgeBaseId, FileSource.FromStream(file, uploadOptions?.Length), fileName, uploadOptions, progress, options, cancellationToken);

    /// <inheritdoc cref="UploadFileAsync(string, string, UploadFileOptions?, IProgress{long}?, RequestOptions?, CancellationToken)"
    /// path="/*[not(self::param)]"/>
    /// <param name="knowledgeBaseId">The knowledge base ID.</param>
    /// <param name="content">The bytes of the file.</param>
    /// <param name="fileName">The file name, from which the server infers the file type.</param>
    /// <param name="uploadOptions">The content type, chunking, metadata and route. Default: the default options.</param>
    /// <param name="progress">Receives the number of bytes sent by the current attempt; it restarts at 0 on a retry. Default: none.</param>
    /// <param name="options">Options for the requests of this upload; headers and query parameters are sent to the API only, not to the upload URL.</param>
    /// <param name="cancellationToken">The cancellation token.</param>
    public virtual Task<RegisteredFile> UploadFileAsync(string knowledgeBaseId, ReadOnlyMemory<byte> content, string fileName,
        UploadFileOptions? uploadOptions = null, IProgress<long>? progress = null, RequestOptions? options = null,
            CancellationToken cancellationToken = default) =>
        UploadFileAsync(knowledgeBaseId, FileSource.FromBytes(content), fileName, uploadOptions, progress, options, cancellationToken);

    private async Task<RegisteredFile> UploadFileAsync(string knowledgeBaseId, FileSource file, string fileName, UploadFileOptions? uploadOptions,
        IProgress<long>? progress, RequestOptions? options, CancellationToken cancellationToken)
    {
        ThrowIf.Blank(fileName);
        uploadOptions ??= new UploadFileOptions();
        var isDirect = uploadOptions.Route switch
        {
            KnowledgeUploadRoute.Direct => true,
            KnowledgeUploadRoute.Presigned when file.Length is null =>
                throw new ArgumentException($"The presigned route requires the length of the file. Set {nameof(UploadFileOptions.Length)}, or do not "
                    + $"set {nameof(UploadFileOptions.Route)}.", nameof(uploadOptions)),
            _ => file.Length is null,
        };
        var registered = isDirect
            ? await Pipeline.SendAsync<RegisteredFile>(DescribeUploadFile(Pipeline, knowledgeBaseId,
                new FileUploadPayload(file, fileName, uploadOptions, progress)), options, cancellationToken).ConfigureAwait(false)
            : await UploadPresignedAsync(knowledgeBaseId, file, fileName, uploadOptions, progress, options, cancellationToken).ConfigureAwait(false);
        if (uploadOptions.WaitForIndexing)
        {
            await WaitForIndexingAsync(knowledgeBaseId, registered.Id, options: options, cancellationToken: cancellationToken).ConfigureAwait(false);
        }

        return registered;
    }

    private async Task<RegisteredFile> UploadPresignedAsync(string knowledgeBaseId, FileSource file, string fileName, UploadFileOptions uploadOptions,
        IProgress<long>? progress, RequestOptions? options, CancellationToken cancellationToken)
    {
        var contentType = uploadOptions.ContentTypeOf(fileName);
        var target = await GetUploadTargetAsync(knowledgeBaseId, fileName, uploadOptions, options, cancellationToken).ConfigureAwait(false);
        var hasChunking = uploadOptions.ChunkSize is not null || uploadOptions.ChunkOverlap is not null;
        if (target.Id is null && (hasChunking || uploadOptions.Metadata is not null))
        {
            throw new NotSupportedException(
                $"The server only supports uploads in the form of the endpoint reference, which has no chunking or metadata. The file was not sent. "
                + $"Set {nameof(UploadFileOptions.Route)} to {nameof(KnowledgeUploadRoute.Direct)}, or omit them.");
        }

        await new PresignedUpload(Pipeline, target.Url, new PresignedPayload(target.Fields, file, fileName, contentType), progress).SendAsync(options,
            cancellationToken).ConfigureAwait(false);
        if (target.Id is null)
        {
            return await RegisterUploadAsync(knowledgeBaseId, new RegisterUploadRequest { UploadId = target.UploadId!, FileName = fileName }, options,
                cancellationToken).ConfigureAwait(false);
        }

        var registration = new RegisterFileRequest { FileId = target.Id, FileName = fileName, ContentType = contentType, Metadata = uploadOptions.Metadata };
        if (hasChunking)
        {
            registration.Configuration = new TextProcessingConfiguration { ChunkSize = uploadOptions.ChunkSize, ChunkOverlap = uploadOptions.ChunkOverlap };
        }

        return await RegisterFileAsync(knowledgeBaseId, registration, options, cancellationToken).ConfigureAwait(false);
    }

    private async Task<UploadUrl> GetUploadTargetAsync(string knowledgeBaseId, string fileName, UploadFileOptions uploadOptions, RequestOptions? options,
        CancellationToken cancellationToken)
    {
        try
        {
            return await GetUploadUrlAsync(knowledgeBaseId, fileName, options, cancellationToken).ConfigureAwait(false);
        }
        catch (OpperNotFoundException) when (uploadOptions.AllowReferenceForm)
        {
            return await GetUploadUrlReferenceFormAsync(knowledgeBaseId, fileName, options, cancellationToken).ConfigureAwait(false);
        }
    }
}
