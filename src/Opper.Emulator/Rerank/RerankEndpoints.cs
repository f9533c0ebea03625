namespace Opper.Emulator.Rerank;

/// <summary>Ranks documents with the emulator's search.</summary>
internal static class RerankEndpoints
{
    private const decimal CostPerRequest = 0.002m;
    private const string ListedModel = "cohere/rerank-v3.5";

    public static void MapRerank(this IEndpointRouteBuilder app, UsageStore usage, TimeProvider time)
    {
        app.MapPost("/v2/rerank", (HttpRequest request) =>
        {
            var body = RequestBody.Of(request);
            var documents = body.Array("documents")!;
            var count = body.AtLeast(1, "top_k") ?? documents.Count;
            body.AtLeast(1, "max_chunks_per_doc");
            body.ThrowIfInvalid();
            var cost = ModelCatalog.Cost(CostPerRequest);
            var tokens = new TokenUsage(TokenUsage.Tokens(body.Required("query")) + documents.Sum(d => TokenUsage.Tokens((string?)d!["text"])), 0);
            usage.Add(time.GetUtcNow(), "rerank", body.Required("model"), tokens, cost, null);
            return Wire.Json(new JsonObject
            {
                ["id"] = Wire.NewId(),
                ["model"] = body.Required("model"),
                ["results"] = Ranked(body, documents, count),
                ["usage"] = new JsonObject { ["search_units"] = 1, ["total_tokens"] = tokens.Total },
                ["cost"] = cost,
            });
        });
        app.MapGet("/v2/rerank/models", () => Lists.Of((1, [new JsonObject
        {
            ["hosting_provider"] = "cohere",
            ["name"] = ListedModel,
            ["location"] = "us",
            ["cost_per_request"] = CostPerRequest,
        }])));
    }

    private static JsonArray Ranked(RequestBody body, JsonArray documents, int count) =>
        [.. SearchIndex.Best([.. documents.Select(d => (string)d!["text"]!)], body.Required("query"), count).Select(hit => new JsonObject
        {
            ["index"] = hit.Chunk,
            ["relevance_score"] = Math.Round(hit.Score, 4),
            ["document"] = body.Boolean("return_documents") == false ? null : documents[hit.Chunk]!.AsObject().Pick("text", "metadata"),
        }.WithoutNulls())];
}
