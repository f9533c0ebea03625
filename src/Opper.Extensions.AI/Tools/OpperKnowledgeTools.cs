using System.Text.Json;
using System.Text.Json.Nodes;
using Opper;
using Opper.Extensions.AI;
using Opper.Knowledge;

namespace Microsoft.Extensions.AI;

/// <summary>Makes tools of knowledge bases, for a model to search in.</summary>
public static class OpperKnowledgeTools
{
    private const string Schema = """{"type":"object","properties":{"query":{"type":"string","description":"What to look for, in words."}},"required":["query"],"additionalProperties":false}""";

    /// <summary>Makes a tool that searches a knowledge base. <c>GET /v2/knowledge/by-name/{knowledge_base_name}</c>; each search is <c>POST /v2/knowledge/{knowledge_base_id}/query</c>.</summary>
    /// <param name="knowledge">The knowledge bases.</param>
    /// <param name="knowledgeBaseName">The name of the knowledge base.</param>
    /// <param name="description">What it holds and when to search in it, for the model. Default: its name.</param>
    /// <param name="topK">How many segments to give at most. Default: 5.</param>
    /// <param name="filters">Conditions that all segments have to meet, such as <c>Filter.Where("tenant") == id</c>; the model cannot change them. Default: none.</param>
    /// <param name="cancellationToken">Cancels the search for the knowledge base.</param>
    /// <returns>The tool. It gives the segments' keys, contents, metadata and scores.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="topK"/> is not positive.</exception>
    /// <exception cref="OpperNotFoundException">No knowledge base has the name.</exception>
    /// <exception cref="OpperApiException">The API answered with an error.</exception>
    public static async Task<AIFunction> AsAIFunctionAsync(this KnowledgeClient knowledge, string knowledgeBaseName, string? description = null, int topK = 5, Filter? filters = null, CancellationToken cancellationToken = default)
    {
        _ = knowledge ?? throw new ArgumentNullException(nameof(knowledge));
        if (topK <= 0)
        {
            throw new ArgumentOutOfRangeException(nameof(topK), topK, $"{nameof(topK)} must be positive.");
        }

        var knowledgeBase = await knowledge.GetByNameAsync(knowledgeBaseName, cancellationToken: cancellationToken).ConfigureAwait(false);
        return new OpperTool(OpperTool.ToolName($"search_{knowledgeBaseName}"), description ?? $"Searches the knowledge base {knowledgeBaseName}.", OpperTool.Json(Schema), null, async (arguments, token) =>
        {
            var request = new QueryKnowledgeRequest { Query = OpperTool.Text(arguments, "query"), TopK = topK, Filters = filters };
            return Result(await knowledge.QueryAsync(knowledgeBase.Id, request, cancellationToken: token).ConfigureAwait(false));
        });
    }

    private static JsonElement Result(IReadOnlyList<KnowledgeMatch> matches) => OpperTool.Json(new JsonArray([.. matches.Select(static match => (JsonNode)new JsonObject
    {
        ["key"] = match.Key,
        ["content"] = match.Content,
        ["metadata"] = new JsonObject(match.Metadata.Select(static fact => new KeyValuePair<string, JsonNode?>(fact.Key, fact.Value is null ? null : JsonNode.Parse(fact.Value.GetRawText())))),
        ["score"] = match.Score,
    })]).ToJsonString());
}
