namespace Opper.Knowledge;

public partial class KnowledgeClient
{
    /// <summary>
    /// Adds documents concurrently and reports the outcome of each. Failures do not stop the others unless
    /// <see cref="AddDocumentsOptions.StopOnFailure"/> is set. <c>POST /v2/knowledge/{knowledge_base_id}/add</c> for each document.
    /// </summary>
    /// <remarks>
    /// Nothing is sent until the outcomes are enumerated, and slow enumeration applies back-pressure. Leaving the loop early cancels pending requests.
    /// Documents with a key can be added again without creating duplicates.
    /// </remarks>
    /// <param name="knowledgeBaseId">The knowledge base ID.</param>
    /// <param name="documents">The documents, enumerated on demand. If this fails, pending documents are still reported before the exception is thrown.</param>
    /// <param name="batchOptions">The concurrency, filter and progress of the batch. Default: the default options.</param>
    /// <param name="options">Options for each request; values that are set override those of the client.</param>
    /// <param name="cancellationToken">The cancellation token.</param>
    /// <returns>The outcomes in order of completion, not in the order of the documents.</returns>
    /// <exception cref="ArgumentException"><paramref name="knowledgeBaseId"/> is blank, or the maximum concurrency is less than 1.</exception>
    public virtual IAsyncEnumerable<AddDocumentOutcome> AddDocumentsAsync(string knowledgeBaseId, IAsyncEnumerable<AddDocumentRequest> documents,
        AddDocumentsOptions? batchOptions = null, RequestOptions? options = null, CancellationToken cancellationToken = default)
    {
        ThrowIf.Blank(knowledgeBaseId);
        ThrowIf.Null(documents);
        batchOptions ??= new AddDocumentsOptions();
        return batchOptions.MaxConcurrency < 1
            ? throw new ArgumentOutOfRangeException(nameof(batchOptions), batchOptions.MaxConcurrency,
                $"{nameof(AddDocumentsOptions.MaxConcurrency)} must be 1 or more.")
            : DocumentBatch.RunAsync(documents, batchOptions,
                (document, token) => AddDocumentAsync(knowledgeBaseId, document, options, token), cancellationToken);
    }

    /// <inheritdoc cref="AddDocumentsAsync(string, IAsyncEnumerable{AddDocumentRequest}, AddDocumentsOptions?, RequestOptions?, CancellationToken)"/>
    public virtual IAsyncEnumerable<AddDocumentOutcome> AddDocumentsAsync(string knowledgeBaseId, IEnumerable<AddDocumentRequest> documents,
        AddDocumentsOptions? batchOptions = null, RequestOptions? options = null, CancellationToken cancellationToken = default)
    {
        ThrowIf.Null(documents);
        return AddDocumentsAsync(knowledgeBaseId, ReadAsync(documents), batchOptions, options, cancellationToken);
    }

    /// <summary>Creates a knowledge base. <c>POST /v2/knowledge</c>. See also <see cref="GetOrCreateAsync"/>.</summary>
    /// <param name="name">The name, unique within the project.</param>
    /// <param name="options">Options for this request; values that are set override those of the client.</param>
    /// <param name="cancellationToken">The cancellation token.</param>
    /// <returns>The knowledge base.</returns>
    /// <exception cref="ArgumentException"><paramref name="name"/> is blank.</exception>
    /// <exception cref="OpperApiException">The API returned an error.</exception>
    /// <exception cref="OpperTimeoutException">A timeout elapsed.</exception>
    /// <exception cref="OpperConnectionException">The connection failed.</exception>
    public virtual Task<KnowledgeBase> CreateAsync(string name, RequestOptions? options = null, CancellationToken cancellationToken = default) =>
        CreateAsync(new CreateKnowledgeBaseRequest { Name = name }, options, cancellationToken);

    /// <summary>Adds a text document. <c>POST /v2/knowledge/{knowledge_base_id}/add</c>.</summary>
    /// <param name="knowledgeBaseId">The knowledge base ID.</param>
    /// <param name="content">The text.</param>
    /// <param name="key">The key of the document. An existing document with the same key is replaced. Default: none.</param>
    /// <param name="options">Options for this request; values that are set override those of the client.</param>
    /// <param name="cancellationToken">The cancellation token.</param>
    /// <returns>The added document.</returns>
    /// <exception cref="ArgumentException"><paramref name="knowledgeBaseId"/> is blank.</exception>
    /// <exception cref="OpperApiException">The API returned an error.</exception>
    /// <exception cref="OpperTimeoutException">A timeout elapsed.</exception>
    /// <exception cref="OpperConnectionException">The connection failed.</exception>
    public virtual Task<AddDocumentResponse> AddDocumentAsync(string knowledgeBaseId, string content, string? key = null, RequestOptions? options = null,
        CancellationToken cancellationToken = default) =>
        AddDocumentAsync(knowledgeBaseId, new AddDocumentRequest { Content = content, Key = key }, options, cancellationToken);

    /// <summary>Searches a knowledge base semantically. <c>POST /v2/knowledge/{knowledge_base_id}/query</c>.</summary>
    /// <param name="knowledgeBaseId">The knowledge base ID.</param>
    /// <param name="query">The search query.</param>
    /// <param name="filter">A filter on document metadata. Default: none.</param>
    /// <param name="topK">The maximum number of matches. Defaults to that of the API.</param>
    /// <param name="options">Options for this request; values that are set override those of the client.</param>
    /// <param name="cancellationToken">The cancellation token.</param>
    /// <returns>The matches, ordered by descending relevance.</returns>
    /// <exception cref="ArgumentException"><paramref name="knowledgeBaseId"/> is blank.</exception>
    /// <exception cref="OpperApiException">The API returned an error.</exception>
    /// <exception cref="OpperTimeoutException">A timeout elapsed.</exception>
    /// <exception cref="OpperConnectionException">The connection failed.</exception>
    public virtual Task<IReadOnlyList<KnowledgeMatch>> QueryAsync(string knowledgeBaseId, string query, Filter? filter = null, int? topK = null,
        RequestOptions? options = null, CancellationToken cancellationToken = default) =>
        QueryAsync(knowledgeBaseId, new QueryKnowledgeRequest { Query = query, Filters = filter, TopK = topK }, options, cancellationToken);

    /// <summary>Deletes the documents that match a filter. <c>DELETE /v2/knowledge/{knowledge_base_id}/query</c>.</summary>
    /// <param name="knowledgeBaseId">The knowledge base ID.</param>
    /// <param name="filter">The filter, such as <c>Filter.Where("lang") == "sv"</c>.</param>
    /// <param name="options">Options for this request; values that are set override those of the client.</param>
    /// <param name="cancellationToken">The cancellation token.</param>
    /// <returns>The number of deleted documents.</returns>
    /// <exception cref="ArgumentException"><paramref name="knowledgeBaseId"/> is blank.</exception>
    /// <exception cref="OpperApiException">The API returned an error.</exception>
    /// <exception cref="OpperTimeoutException">A timeout elapsed.</exception>
    /// <exception cref="OpperConnectionException">The connection failed.</exception>
    public virtual Task<DeleteDocumentsResponse> DeleteDocumentsAsync(string knowledgeBaseId, Filter filter, RequestOptions? options = null,
        CancellationToken cancellationToken = default) =>
        DeleteDocumentsAsync(knowledgeBaseId, new DeleteDocumentsRequest { Filters = filter }, options, cancellationToken);

    /// <summary>Deletes all documents of a knowledge base, but not the knowledge base. <c>DELETE /v2/knowledge/{knowledge_base_id}/query</c>.</summary>
    /// <param name="knowledgeBaseId">The knowledge base ID.</param>
    /// <param name="options">Options for this request; values that are set override those of the client.</param>
    /// <param name="cancellationToken">The cancellation token.</param>
    /// <returns>The number of deleted documents.</returns>
    /// <exception cref="ArgumentException"><paramref name="knowledgeBaseId"/> is blank.</exception>
    /// <exception cref="OpperApiException">The API returned an error.</exception>
    /// <exception cref="OpperTimeoutException">A timeout elapsed.</exception>
    /// <exception cref="OpperConnectionException">The connection failed.</exception>
    public virtual Task<DeleteDocumentsResponse> DeleteAllDocumentsAsync(string knowledgeBaseId, RequestOptions? options = null,
        CancellationToken cancellationToken = default) =>
        DeleteDocumentsAsync(knowledgeBaseId, new DeleteDocumentsRequest { AllDocuments = true }, options, cancellationToken);

    /// <summary>
    /// Gets a knowledge base by name or creates it if it does not exist. Safe to call concurrently.
    /// <c>GET /v2/knowledge/by-name/{knowledge_base_name}</c>, then <c>POST /v2/knowledge</c>.
    /// </summary>
    /// <param name="name">The name of the knowledge base.</param>
    /// <param name="embeddingModel">The embedding model if the knowledge base is created. Defaults to the API's default model.</param>
    /// <param name="description">The description if the knowledge base is created. Default: none.</param>
    /// <param name="options">Options for each request; values that are set override those of the client.</param>
    /// <param name="cancellationToken">The cancellation token.</param>
    /// <returns>The knowledge base.</returns>
    /// <exception cref="ArgumentException"><paramref name="name"/> is blank.</exception>
    /// <exception cref="OpperApiException">The API returned an error.</exception>
    /// <exception cref="OpperTimeoutException">A timeout elapsed.</exception>
    /// <exception cref="OpperConnectionException">The connection failed.</exception>
    public virtual async Task<KnowledgeBase> GetOrCreateAsync(string name, string? embeddingModel = null, string? description = null,
        RequestOptions? options = null, CancellationToken cancellationToken = default)
    {
        if (await FindAsync(name, options, cancellationToken).ConfigureAwait(false) is { } known)
        {
            return known;
        }

        var request = new CreateKnowledgeBaseRequest { Name = name };
        if (embeddingModel is not null)
        {
            request.EmbeddingModel = embeddingModel;
        }

        if (description is not null)
        {
            request.Description = description;
        }

        try
        {
            return await CreateAsync(request, options, cancellationToken).ConfigureAwait(false);
        }
        catch (OpperApiException exception) when (exception is OpperConflictException or OpperBadRequestException)
        {
            // It was created concurrently. The API does not document 409 for this, so 400 is handled too.
            if (await FindAsync(name, options, cancellationToken).ConfigureAwait(false) is { } theirs)
            {
                return theirs;
            }

            throw;
        }
    }

    private async Task<KnowledgeBase?> FindAsync(string name, RequestOptions? options, CancellationToken cancellationToken)
    {
        try
        {
            return await GetByNameAsync(name, options, cancellationToken).ConfigureAwait(false);
        }
        catch (OpperNotFoundException)
        {
            return null;
        }
    }

    private static async IAsyncEnumerable<AddDocumentRequest> ReadAsync(IEnumerable<AddDocumentRequest> documents)
    {
        foreach (var document in documents)
        {
            yield return document;
        }

        await Task.CompletedTask.ConfigureAwait(false);
    }
}
