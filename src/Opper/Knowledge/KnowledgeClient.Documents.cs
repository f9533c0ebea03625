namespace Opper.Knowledge;

public partial class KnowledgeClient
{
    /// <summary>
    /// Adds many documents, several at a time, and tells what became of each. A failure does not stop the rest, unless
    /// <see cref="AddDocumentsOptions.StopOnFailure"/> says so. <c>POST /v2/knowledge/{knowledge_base_id}/add</c> for each.
    /// </summary>
    /// <remarks>
    /// Nothing is sent until the outcomes are read, and reading them slowly slows the adding. Leaving the loop early gives up what is under way.
    /// Documents with a key can be added again without becoming two.
    /// </remarks>
    /// <param name="knowledgeBaseId">The knowledge base.</param>
    /// <param name="documents">The documents, read as they are needed. If reading them fails, what is under way is finished and reported, and then the failure thrown.</param>
    /// <param name="batchOptions">How many at a time, what to leave out, whom to tell of progress; defaults when left out.</param>
    /// <param name="options">Settings for each of the calls.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <returns>The outcomes, as they are known: not in the order of the documents.</returns>
    /// <exception cref="ArgumentException">The id is blank, or <see cref="AddDocumentsOptions.MaxConcurrency"/> is less than 1.</exception>
    public virtual IAsyncEnumerable<AddDocumentOutcome> AddDocumentsAsync(string knowledgeBaseId, IAsyncEnumerable<AddDocumentRequest> documents, AddDocumentsOptions? batchOptions = null, RequestOptions? options = null, CancellationToken cancellationToken = default)
    {
        ThrowIf.Blank(knowledgeBaseId);
        ThrowIf.Null(documents);
        batchOptions ??= new AddDocumentsOptions();
        return batchOptions.MaxConcurrency < 1
            ? throw new ArgumentOutOfRangeException(nameof(batchOptions), batchOptions.MaxConcurrency, $"{nameof(AddDocumentsOptions.MaxConcurrency)} must be 1 or more.")
            : DocumentBatch.RunAsync(documents, batchOptions, (document, token) => AddDocumentAsync(knowledgeBaseId, document, options, token), cancellationToken);
    }

    /// <inheritdoc cref="AddDocumentsAsync(string, IAsyncEnumerable{AddDocumentRequest}, AddDocumentsOptions?, RequestOptions?, CancellationToken)"/>
    public virtual IAsyncEnumerable<AddDocumentOutcome> AddDocumentsAsync(string knowledgeBaseId, IEnumerable<AddDocumentRequest> documents, AddDocumentsOptions? batchOptions = null, RequestOptions? options = null, CancellationToken cancellationToken = default)
    {
        ThrowIf.Null(documents);
        return AddDocumentsAsync(knowledgeBaseId, ReadAsync(documents), batchOptions, options, cancellationToken);
    }

    /// <summary>Creates a knowledge base. <c>POST /v2/knowledge</c>. <see cref="GetOrCreateAsync"/> takes the one that exists.</summary>
    /// <param name="name">Its name, unique in the project.</param>
    /// <param name="options">Settings for this call alone.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The knowledge base.</returns>
    /// <exception cref="ArgumentException">The name is blank.</exception>
    /// <exception cref="OpperApiException">The API answered with an error.</exception>
    /// <exception cref="OpperTimeoutException">A time limit ran out.</exception>
    /// <exception cref="OpperConnectionException">The connection failed.</exception>
    public virtual Task<KnowledgeBase> CreateAsync(string name, RequestOptions? options = null, CancellationToken cancellationToken = default)
        => CreateAsync(new CreateKnowledgeBaseRequest { Name = name }, options, cancellationToken);

    /// <summary>Adds a document that is text. <c>POST /v2/knowledge/{knowledge_base_id}/add</c>.</summary>
    /// <param name="knowledgeBaseId">The knowledge base.</param>
    /// <param name="content">The text.</param>
    /// <param name="key">Its key: a document that is added again under the same key replaces the first. Default: none.</param>
    /// <param name="options">Settings for this call alone.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>What was added.</returns>
    /// <exception cref="ArgumentException">The id is blank.</exception>
    /// <exception cref="OpperApiException">The API answered with an error.</exception>
    /// <exception cref="OpperTimeoutException">A time limit ran out.</exception>
    /// <exception cref="OpperConnectionException">The connection failed.</exception>
    public virtual Task<AddDocumentResponse> AddDocumentAsync(string knowledgeBaseId, string content, string? key = null, RequestOptions? options = null, CancellationToken cancellationToken = default)
        => AddDocumentAsync(knowledgeBaseId, new AddDocumentRequest { Content = content, Key = key }, options, cancellationToken);

    /// <summary>Finds what is closest to a question in meaning. <c>POST /v2/knowledge/{knowledge_base_id}/query</c>.</summary>
    /// <param name="knowledgeBaseId">The knowledge base.</param>
    /// <param name="query">The question.</param>
    /// <param name="filter">A condition that the documents' metadata must meet. Default: none.</param>
    /// <param name="topK">How many passages at most. Default: the server's.</param>
    /// <param name="options">Settings for this call alone.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The passages, best first.</returns>
    /// <exception cref="ArgumentException">The id is blank.</exception>
    /// <exception cref="OpperApiException">The API answered with an error.</exception>
    /// <exception cref="OpperTimeoutException">A time limit ran out.</exception>
    /// <exception cref="OpperConnectionException">The connection failed.</exception>
    public virtual Task<IReadOnlyList<KnowledgeMatch>> QueryAsync(string knowledgeBaseId, string query, Filter? filter = null, int? topK = null, RequestOptions? options = null, CancellationToken cancellationToken = default)
        => QueryAsync(knowledgeBaseId, new QueryKnowledgeRequest { Query = query, Filters = filter, TopK = topK }, options, cancellationToken);

    /// <summary>Deletes the documents that meet a condition. <c>DELETE /v2/knowledge/{knowledge_base_id}/query</c>.</summary>
    /// <param name="knowledgeBaseId">The knowledge base.</param>
    /// <param name="filter">The condition, such as <c>Filter.Where("lang") == "sv"</c>.</param>
    /// <param name="options">Settings for this call alone.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>How many were deleted.</returns>
    /// <exception cref="ArgumentException">The id is blank.</exception>
    /// <exception cref="OpperApiException">The API answered with an error.</exception>
    /// <exception cref="OpperTimeoutException">A time limit ran out.</exception>
    /// <exception cref="OpperConnectionException">The connection failed.</exception>
    public virtual Task<DeleteDocumentsResponse> DeleteDocumentsAsync(string knowledgeBaseId, Filter filter, RequestOptions? options = null, CancellationToken cancellationToken = default)
        => DeleteDocumentsAsync(knowledgeBaseId, new DeleteDocumentsRequest { Filters = filter }, options, cancellationToken);

    /// <summary>Deletes every document of a knowledge base; the knowledge base stays. <c>DELETE /v2/knowledge/{knowledge_base_id}/query</c> without filters.</summary>
    /// <param name="knowledgeBaseId">The knowledge base.</param>
    /// <param name="options">Settings for this call alone.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>How many were deleted.</returns>
    /// <exception cref="ArgumentException">The id is blank.</exception>
    /// <exception cref="OpperApiException">The API answered with an error.</exception>
    /// <exception cref="OpperTimeoutException">A time limit ran out.</exception>
    /// <exception cref="OpperConnectionException">The connection failed.</exception>
    public virtual Task<DeleteDocumentsResponse> DeleteAllDocumentsAsync(string knowledgeBaseId, RequestOptions? options = null, CancellationToken cancellationToken = default)
        => DeleteDocumentsAsync(knowledgeBaseId, new DeleteDocumentsRequest { AllDocuments = true }, options, cancellationToken);

    /// <summary>
    /// Gets the knowledge base of a name, and creates it if there is none; safe against others who do the same at the same time.
    /// <c>GET /v2/knowledge/by-name/{knowledge_base_name}</c>, then <c>POST /v2/knowledge</c>.
    /// </summary>
    /// <param name="name">The name.</param>
    /// <param name="embeddingModel">The embedding model of a new one; one that exists keeps its own. Default: the server's.</param>
    /// <param name="description">The description of a new one. Default: none.</param>
    /// <param name="options">Settings for each of the calls.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <returns>The knowledge base.</returns>
    /// <exception cref="ArgumentException">The name is blank.</exception>
    /// <exception cref="OpperApiException">The API answered with an error.</exception>
    /// <exception cref="OpperTimeoutException">A time limit ran out.</exception>
    /// <exception cref="OpperConnectionException">The connection failed.</exception>
    public virtual async Task<KnowledgeBase> GetOrCreateAsync(string name, string? embeddingModel = null, string? description = null, RequestOptions? options = null, CancellationToken cancellationToken = default)
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
            // Somebody else was faster. The API documents no 409 here, so that a 400 may mean it too.
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
