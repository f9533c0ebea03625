using System.Text.Json;
using System.Text.Json.Nodes;
using Opper;
using Opper.Extensions.AI;
using Opper.Knowledge;

namespace Microsoft.Extensions.AI;

/// <summary>Creates tools that search knowledge bases.</summary>
public static class OpperKnowledgeTools
{
    private const string Schema = """{"type":"object","properties":{"query":{"type":"string","description":"What to look for, in """
        + """words."}},"required":["query"],"additionalProperties":false}""";

    /// <summary>Creates a tool that searches a knowledge base. <c>GET /v2/knowledge/by-name/{knowledge_base_name}</c>; each search is
    /// <c>POST /v2/knowledge/{knowledge_base_id}/query</c>.</summary>
    /// <param name="knowledge">The knowledge client.</param>
    /// <param name="knowledgeBaseName">The name of the knowledge base.</param>
    /// <param name="description">What it contains and when to search it, for the model. Default: derived from its name.</param>
    /// <param name="topK">The maximum number of segments to return. Default: 5.</param>
    /// <param name="filters">Conditions for all segments, such as <c>Filter.Where("tenant") == id</c>, which the model cannot change. Default: none.</param>
    /// <param name="cancellationToken">Cancels the lookup of the knowledge base.</param>
    /// <returns>The tool, which returns the keys, contents, metadata and scores of the segments.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="topK"/> is not positive.</exception>
    /// <exception cref="OpperNotFoundException">There is no knowledge base with that name.</exception>
    /// <exception cref="OpperApiException">The API returned an error.</exception>
    public static async Task<AIFunction> AsAIFunctionAsync(this KnowledgeClient knowledge, string knowledgeBaseName, string? description = null, int topK = 5,
        Filter? filters = null, CancellationToken cancellationToken = default)
    {
        _ = knowledge ?? throw new ArgumentNullException(nameof(knowledge));
        if (topK <= 0)
        {
            throw new ArgumentOutOfRangeException(nameof(topK), topK, $"{nameof(topK)} must be positive.");
        }

        var knowledgeBase = await knowledge.GetByNameAsync(knowledgeBaseName, cancellationToken: cancellationToken).ConfigureAwait(false);
        return new OpperTool(OpperTool.ToolName($"search_{knowledgeBaseName}"), description ?? $"Searches the knowledge base {knowledgeBaseName}.",
            OpperTool.Json(Schema), null, async (arguments, token) =>
        {
            var request = new QueryKnowledgeRequest { Query = OpperTool.Text(arguments, "query"), TopK = topK, Filters = filters };
            return Result(await knowledge.QueryAsync(knowledgeBase.Id, request, cancellationToken: token).ConfigureAwait(false));
        });
    }

    private static JsonElement Result(IReadOnlyList<KnowledgeMatch> matches) =>
        OpperTool.Json(new JsonArray([.. matches.Select(static match => (JsonNode)new JsonObject
    {
        ["key"] = match.Key,
        ["content"] = match.Content,
        ["metadata"] = new JsonObject(match.Metadata.Select(
            static fact => new KeyValuePair<string, JsonNode?>(fact.Key, fact.Value is null ? null : JsonNode.Parse(fact.Value.GetRawText())))),
        ["score"] = match.Score,
    })]).ToJsonString());
}
