using System.Runtime.CompilerServices;
using Microsoft.Extensions.VectorData;
using Opper.Knowledge;

namespace Opper.Extensions.AI;

/// <summary>An <see cref="IVectorSearchable{TRecord}"/> over a knowledge base.</summary>
internal sealed class KnowledgeSearchable<TRecord>(KnowledgeClient knowledge, string knowledgeBaseId, KnowledgeRecords<TRecord> records) : IVectorSearchable<TRecord>
    where TRecord : class
{
    private readonly VectorStoreCollectionMetadata _metadata = new() { VectorStoreSystemName = "opper", CollectionName = knowledgeBaseId };

    public IAsyncEnumerable<VectorSearchResult<TRecord>> SearchAsync<TInput>(TInput searchValue, int top, VectorSearchOptions<TRecord>? options = null, CancellationToken cancellationToken = default)
        where TInput : notnull
    {
        if (top <= 0)
        {
            throw new ArgumentOutOfRangeException(nameof(top), top, $"{nameof(top)} must be positive.");
        }

        var text = searchValue as string ?? throw new NotSupportedException($"The Opper API searches by text and creates the vectors itself, so it cannot search for a {typeof(TInput).Name}.");
        Refuse(options?.IncludeVectors == true, nameof(options.IncludeVectors), "it does not return vectors");
        Refuse(options?.VectorProperty is not null, nameof(options.VectorProperty), "a knowledge base has a single vector, that of its text");
        var skip = options?.Skip ?? 0;
        var request = new QueryKnowledgeRequest { Query = text, TopK = checked(top + skip), Filters = options?.Filter is { } filter ? KnowledgeFilters.Of(filter.Body, records) : null };
        return SearchAsync(request, skip, options?.ScoreThreshold, cancellationToken);
    }

    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        _ = serviceType ?? throw new ArgumentNullException(nameof(serviceType));
        return serviceKey is not null ? null
            : serviceType == typeof(VectorStoreCollectionMetadata) ? _metadata
            : serviceType == typeof(KnowledgeClient) ? knowledge
            : serviceType.IsInstanceOfType(this) ? this
            : null;
    }

    private static void Refuse(bool isSet, string option, string why)
    {
        if (isSet)
        {
            throw new NotSupportedException($"The Opper API does not support VectorSearchOptions.{option}: {why}.");
        }
    }

    private async IAsyncEnumerable<VectorSearchResult<TRecord>> SearchAsync(QueryKnowledgeRequest request, int skip, double? threshold, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var matches = await knowledge.QueryAsync(knowledgeBaseId, request, cancellationToken: cancellationToken).ConfigureAwait(false);
        foreach (var match in matches.Where(match => threshold is null || match.Score >= threshold).Skip(skip))
        {
            yield return new VectorSearchResult<TRecord>(records.Read(match), match.Score);
        }
    }
}
