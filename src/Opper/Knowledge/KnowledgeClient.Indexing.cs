namespace Opper.Knowledge;

public partial class KnowledgeClient
{
    private const int MaxFilesPerPage = 100;
    private static readonly TimeSpan DefaultIndexingTimeout = TimeSpan.FromMinutes(10);

    /// <summary>Waits until a file is indexed, so that queries find it. Asks <c>GET /v2/knowledge/{knowledge_base_id}/files</c> after 0.5, 1, 2, 4, 8 and then every 10 seconds.</summary>
    /// <param name="knowledgeBaseId">The knowledge base.</param>
    /// <param name="fileId">The file, as its registration named it.</param>
    /// <param name="timeout">How long to wait at most. Default: 10 minutes.</param>
    /// <param name="options">Settings for each of the calls.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>The indexed file.</returns>
    /// <exception cref="ArgumentException">An id is blank, or the timeout is not valid.</exception>
    /// <exception cref="OpperIndexingException">Indexing failed, or the knowledge base has no such file.</exception>
    /// <exception cref="OpperTimeoutException">The file was not indexed in time (<see cref="OpperTimeoutKind.Indexing"/>), or a call's own limit ran out.</exception>
    /// <exception cref="OpperApiException">The API answered with an error.</exception>
    /// <exception cref="OpperConnectionException">The connection failed.</exception>
    public virtual async Task<KnowledgeFile> WaitForIndexingAsync(string knowledgeBaseId, string fileId, TimeSpan? timeout = null, RequestOptions? options = null, CancellationToken cancellationToken = default)
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

    /// <summary>Looks at the page where the file was last, and at all of them if it is not there.</summary>
    private async Task<(KnowledgeFile? File, int Offset)> FindFileAsync(string knowledgeBaseId, string fileId, int lastOffset, RequestOptions? options, CancellationToken cancellationToken)
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
