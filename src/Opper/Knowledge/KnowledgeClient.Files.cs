namespace Opper.Knowledge;

public partial class KnowledgeClient
{
    /// <summary>
    /// Takes a file to a knowledge base: asks for an upload URL, sends the file there piece by piece, and registers it.
    /// <c>GET /v2/knowledge/{knowledge_base_id}/upload_url</c>, then <c>POST …/register_file</c>; or <c>POST /v2/knowledge/{knowledge_base_id}/upload</c>, as <see cref="UploadFileOptions.Route"/> says.
    /// </summary>
    /// <remarks>
    /// The API key never goes to the upload URL. Sending has no time limit but <see cref="OpperClientOptions.StreamIdleTimeout"/> for a standstill, unless
    /// <paramref name="options"/> set one; the direct route has the client's. A failed attempt is repeated from the beginning of the file.
    /// </remarks>
    /// <param name="knowledgeBaseId">The knowledge base.</param>
    /// <param name="path">The path of the file.</param>
    /// <param name="uploadOptions">Content type, chunking, metadata and route; defaults when left out.</param>
    /// <param name="progress">Told how many bytes of the file the attempt at hand has sent; a further attempt counts from the beginning.</param>
    /// <param name="options">Settings for the calls of this upload alone; headers and query go to the API only.</param>
    /// <param name="cancellationToken">Cancels the upload.</param>
    /// <returns>The registered file. Indexing goes on after this, unless <see cref="UploadFileOptions.WaitForIndexing"/> is set.</returns>
    /// <exception cref="FileNotFoundException">There is no such file; nothing was sent.</exception>
    /// <exception cref="ArgumentException">The id or the path is blank, or a setting is not valid.</exception>
    /// <exception cref="InvalidOperationException">The file could not be read or changed while it was sent, or the upload URL is not https.</exception>
    /// <exception cref="NotSupportedException">The server has the endpoint reference's form only, which cannot carry what is set.</exception>
    /// <exception cref="OpperApiException">The API or the storage answered with an error.</exception>
    /// <exception cref="OpperIndexingException">The file could not be indexed; only when it was waited for.</exception>
    /// <exception cref="OpperTimeoutException">A time limit ran out.</exception>
    /// <exception cref="OpperConnectionException">The connection failed.</exception>
    public virtual Task<RegisteredFile> UploadFileAsync(string knowledgeBaseId, string path, UploadFileOptions? uploadOptions = null, IProgress<long>? progress = null, RequestOptions? options = null, CancellationToken cancellationToken = default)
        => UploadFileAsync(knowledgeBaseId, FileSource.FromPath(path), Path.GetFileName(path), uploadOptions, progress, options, cancellationToken);

    /// <inheritdoc cref="UploadFileAsync(string, string, UploadFileOptions?, IProgress{long}?, RequestOptions?, CancellationToken)" path="/*[not(self::param)]"/>
    /// <param name="knowledgeBaseId">The knowledge base.</param>
    /// <param name="file">The file. It is read from where it stands and left open; only one that can seek is sent again after a failed attempt.</param>
    /// <param name="fileName">Its name, from which the server tells its kind.</param>
    /// <param name="uploadOptions">Content type, chunking, metadata and route; defaults when left out.</param>
    /// <param name="progress">Told how many bytes of the file the attempt at hand has sent; a further attempt counts from the beginning.</param>
    /// <param name="options">Settings for the calls of this upload alone; headers and query go to the API only.</param>
    /// <param name="cancellationToken">Cancels the upload.</param>
    public virtual Task<RegisteredFile> UploadFileAsync(string knowledgeBaseId, Stream file, string fileName, UploadFileOptions? uploadOptions = null, IProgress<long>? progress = null, RequestOptions? options = null, CancellationToken cancellationToken = default)
        => UploadFileAsync(knowledgeBaseId, FileSource.FromStream(file, uploadOptions?.Length), fileName, uploadOptions, progress, options, cancellationToken);

    /// <inheritdoc cref="UploadFileAsync(string, string, UploadFileOptions?, IProgress{long}?, RequestOptions?, CancellationToken)" path="/*[not(self::param)]"/>
    /// <param name="knowledgeBaseId">The knowledge base.</param>
    /// <param name="content">The bytes of the file.</param>
    /// <param name="fileName">Its name, from which the server tells its kind.</param>
    /// <param name="uploadOptions">Content type, chunking, metadata and route; defaults when left out.</param>
    /// <param name="progress">Told how many bytes of the file the attempt at hand has sent; a further attempt counts from the beginning.</param>
    /// <param name="options">Settings for the calls of this upload alone; headers and query go to the API only.</param>
    /// <param name="cancellationToken">Cancels the upload.</param>
    public virtual Task<RegisteredFile> UploadFileAsync(string knowledgeBaseId, ReadOnlyMemory<byte> content, string fileName, UploadFileOptions? uploadOptions = null, IProgress<long>? progress = null, RequestOptions? options = null, CancellationToken cancellationToken = default)
        => UploadFileAsync(knowledgeBaseId, FileSource.FromBytes(content), fileName, uploadOptions, progress, options, cancellationToken);

    private async Task<RegisteredFile> UploadFileAsync(string knowledgeBaseId, FileSource file, string fileName, UploadFileOptions? uploadOptions, IProgress<long>? progress, RequestOptions? options, CancellationToken cancellationToken)
    {
        ThrowIf.Blank(fileName);
        uploadOptions ??= new UploadFileOptions();
        var isDirect = uploadOptions.Route switch
        {
            KnowledgeUploadRoute.Direct => true,
            KnowledgeUploadRoute.Presigned when file.Length is null => throw new ArgumentException($"The presigned route needs to know how long the file is: set {nameof(UploadFileOptions.Length)}, or leave {nameof(UploadFileOptions.Route)} out.", nameof(uploadOptions)),
            _ => file.Length is null,
        };
        var registered = isDirect
            ? await Pipeline.SendAsync<RegisteredFile>(DescribeUploadFile(Pipeline, knowledgeBaseId, new FileUploadPayload(file, fileName, uploadOptions, progress)), options, cancellationToken).ConfigureAwait(false)
            : await UploadPresignedAsync(knowledgeBaseId, file, fileName, uploadOptions, progress, options, cancellationToken).ConfigureAwait(false);
        if (uploadOptions.WaitForIndexing)
        {
            await WaitForIndexingAsync(knowledgeBaseId, registered.Id, options: options, cancellationToken: cancellationToken).ConfigureAwait(false);
        }

        return registered;
    }

    private async Task<RegisteredFile> UploadPresignedAsync(string knowledgeBaseId, FileSource file, string fileName, UploadFileOptions uploadOptions, IProgress<long>? progress, RequestOptions? options, CancellationToken cancellationToken)
    {
        var contentType = uploadOptions.ContentTypeOf(fileName);
        var target = await GetUploadTargetAsync(knowledgeBaseId, fileName, uploadOptions, options, cancellationToken).ConfigureAwait(false);
        var hasChunking = uploadOptions.ChunkSize is not null || uploadOptions.ChunkOverlap is not null;
        if (target.Id is null && (hasChunking || uploadOptions.Metadata is not null))
        {
            throw new NotSupportedException(
                $"The server registers uploads in the endpoint reference's form, which carries neither chunking nor metadata; nothing was sent. Set {nameof(UploadFileOptions.Route)} to {nameof(KnowledgeUploadRoute.Direct)}, or leave them out.");
        }

        await new PresignedUpload(Pipeline, target.Url, new PresignedPayload(target.Fields, file, fileName, contentType), progress).SendAsync(options, cancellationToken).ConfigureAwait(false);
        if (target.Id is null)
        {
            return await RegisterUploadAsync(knowledgeBaseId, new RegisterUploadRequest { UploadId = target.UploadId!, FileName = fileName }, options, cancellationToken).ConfigureAwait(false);
        }

        var registration = new RegisterFileRequest { FileId = target.Id, FileName = fileName, ContentType = contentType, Metadata = uploadOptions.Metadata };
        if (hasChunking)
        {
            registration.Configuration = new TextProcessingConfiguration { ChunkSize = uploadOptions.ChunkSize, ChunkOverlap = uploadOptions.ChunkOverlap };
        }

        return await RegisterFileAsync(knowledgeBaseId, registration, options, cancellationToken).ConfigureAwait(false);
    }

    private async Task<UploadUrl> GetUploadTargetAsync(string knowledgeBaseId, string fileName, UploadFileOptions uploadOptions, RequestOptions? options, CancellationToken cancellationToken)
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
