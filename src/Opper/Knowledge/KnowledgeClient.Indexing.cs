namespace Opper.Knowledge;

public partial class KnowledgeClient
{
    private const int MaxFilesPerPage = 100;
    private static readonly TimeSpan DefaultIndexingTimeout = TimeSpan.FromMinutes(10);

    /// <summary>Waits until a file is indexed. Polls <c>GET /v2/knowledge/{knowledge_base_id}/files</c> after 0.5, 1, 2, 4, 8,
    /// and then every 10 seconds.</summary>
    /// <param name="knowledgeBaseId">The knowledge base ID.</param>
    /// <param name="fileId">The file ID, as returned by the upload.</param>
    /// <param name="timeout">The maximum time to wait. Default: 10 minutes.</param>
    /// <param name="options">Options for each request; values that are set override those of the client.</param>
    /// <param name="cancellationToken">The cancellation token.</param>
    /// <returns>The indexed file.</returns>
    /// <exception cref="ArgumentException">An ID is blank, or <paramref name="timeout"/> is invalid.</exception>
    /// <exception cref="OpperIndexingException">Indexing failed, or the knowledge base does not contain the file.</exception>
    /// <exception cref="OpperTimeoutException"><paramref name="timeout"/> elapsed (<see cref="OpperTimeoutKind.Indexing"/>), or a request timed
    /// out.</exception>
    /// <exception cref="OpperApiException">The API returned an error.</exception>
    /// <exception cref="OpperConnectionException">The connection failed.</exception>
    public virtual async Task<KnowledgeFile> WaitForIndexingAsync(string knowledgeBaseId, string fileId, TimeSpan? timeout = null,
        RequestOptions? options = null, CancellationToken cancellationToken = default)
    {
        ThrowIf.Blank(fileId);
        var limit = OpperClientOptions.CheckTimeout(timeout ?? DefaultIndexingTimeout, nameof(timeout));
        var wait = new IndexingWait(fileId, limit, Pipeline.Options.TimeProvider);
        var offset = 0;
        while (true)
        {
            KnowledgeFile? file;
            (file, offset) = await FindFileAsync(knowledgeBaseId, fileId, offset, options, cancellationToken).ConfigureAwait(false);
            if (wait.IsOver(file))
            {
                return file!;
            }

            await wait.DelayAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Searches the page on which the file was last seen, then all pages.</summary>
    private async Task<(KnowledgeFile? File, int Offset)> FindFileAsync(string knowledgeBaseId, string fileId, int lastOffset, RequestOptions? options,
        CancellationToken cancellationToken)
    {
        for (var offset = lastOffset; ;)
        {
            var page = await ListFilesAsync(knowledgeBaseId, offset, MaxFilesPerPage, options, cancellationToken).ConfigureAwait(false);
            if (page.Data.FirstOrDefault(file => string.Equals(file.Id, fileId, StringComparison.OrdinalIgnoreCase)) is { } found)
            {
                return (found, offset);
            }

            var isLast = page.Data.Count == 0 || offset + page.Data.Count >= page.Meta?.TotalCount;
            if (isLast && lastOffset == 0)
            {
                return (null, 0);
            }

            (offset, lastOffset) = isLast ? (0, 0) : (offset + page.Data.Count, lastOffset);
        }
    }
}
