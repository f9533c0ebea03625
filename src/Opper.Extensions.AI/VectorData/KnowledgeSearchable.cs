using System.Runtime.CompilerServices;
using Microsoft.Extensions.VectorData;
using Opper.Knowledge;

namespace Opper.Extensions.AI;

/// <summary>An <see cref="IVectorSearchable{TRecord}"/> over a knowledge base.</summary>
internal sealed class KnowledgeSearchable<TRecord>(KnowledgeClient knowledge, string knowledgeBaseId, KnowledgeRecords<TRecord> records)
    : IVectorSearchable<TRecord>
    where TRecord : class
{
    private const int Growth = 4;
    private const int DefaultCandidates = 10;

    private readonly VectorStoreCollectionMetadata _metadata = new() { VectorStoreSystemName = "opper", CollectionName = knowledgeBaseId };

    public IAsyncEnumerable<VectorSearchResult<TRecord>> SearchAsync<TInput>(TInput searchValue, int top, VectorSearchOptions<TRecord>? options = null,
        CancellationToken cancellationToken = default)
        where TInput : notnull
    {
        if (top <= 0)
        {
            throw new ArgumentOutOfRangeException(nameof(top), top, $"{nameof(top)} must be positive.");
        }

        var text = searchValue as string ?? throw new NotSupportedException(
            $"The Opper API searches by text and creates the vectors itself, so it cannot search for a {typeof(TInput).Name}.");
        Refuse(options?.IncludeVectors == true, nameof(options.IncludeVectors), "it does not return vectors");
        Refuse(options?.VectorProperty is not null, nameof(options.VectorProperty), "a knowledge base has a single vector, that of its text");
        var skip = options?.Skip ?? 0;
        var (asked, held) = options?.Filter is { } filter ? KnowledgeFilters.Split(filter.Body, records) : default;
        var request = new QueryKnowledgeRequest { Query = text, TopK = checked(top + skip), Filters = asked };
        return SearchAsync(request, held, skip, options?.ScoreThreshold, cancellationToken);
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

    private async IAsyncEnumerable<VectorSearchResult<TRecord>> SearchAsync(QueryKnowledgeRequest request, Func<KnowledgeMatch, bool>? held, int skip,
        double? threshold, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var matches = await QueryAsync(request, held, cancellationToken).ConfigureAwait(false);
        foreach (var match in matches.Where(match => threshold is null || match.Score >= threshold).Skip(skip))
        {
            yield return new VectorSearchResult<TRecord>(records.Read(match), match.Score);
        }
    }

    // The API does not filter by these conditions, so more segments are requested until enough of them match, or there are no more.
    private async Task<IEnumerable<KnowledgeMatch>> QueryAsync(QueryKnowledgeRequest request, Func<KnowledgeMatch, bool>? held,
        CancellationToken cancellationToken)
    {
        if (held is null)
        {
            return await knowledge.QueryAsync(knowledgeBaseId, request, cancellationToken: cancellationToken).ConfigureAwait(false);
        }

        var wanted = request.TopK!.Value;
        while (true)
        {
            // Otherwise, fewer results than requested would only mean that too few segments were examined.
            request.PrefilterLimit = Math.Max(request.TopK.Value, DefaultCandidates);
            var matches = await knowledge.QueryAsync(knowledgeBaseId, request, cancellationToken: cancellationToken).ConfigureAwait(false);
            var kept = matches.Where(held).Take(wanted).ToList();
            if (kept.Count == wanted || matches.Count < request.TopK || request.TopK > int.MaxValue / Growth)
            {
                return kept;
            }

            request.TopK *= Growth;
        }
    }
}
