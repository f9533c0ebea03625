namespace Opper.Emulator.Knowledge;

internal static class KnowledgeEndpoints
{
    private const int DefaultTopK = 3;

    public static void MapKnowledge(this IEndpointRouteBuilder app, KnowledgeStore knowledge, SpanStore spans, TimeProvider time)
    {
        var group = app.MapGroup("/v2/knowledge");
        group.MapPost("/", (HttpRequest request) =>
        {
            var body = RequestBody.Of(request);
            return Wire.Json(knowledge.Create(body.Required("name"), body.String("embedding_model")
                ?? ModelCatalog.DefaultEmbedding, body.String("description")));
        });
        group.MapGet("/", (HttpRequest request) => Lists.Of(knowledge.List(Lists.Range(request))));
        group.MapGet("/by-name/{**name}", (HttpContext context, string? name) =>
            Wire.Json(Counted(knowledge.GetByName(PathTail.After(context, "/by-name/")), knowledge)));
        group.MapGet("/{id}", (string id) => Wire.Json(Counted(knowledge.Get(id), knowledge)));
        group.MapDelete("/{id}", (string id) => Wire.NoContent(() => knowledge.Delete(id)));
        group.MapPost("/{id}/add", (string id, HttpRequest request) => Add(id, RequestBody.Of(request), knowledge));
        group.MapPost("/{id}/query", (string id, HttpRequest request) => Query(id, RequestBody.Of(request), knowledge, spans, time));
        group.MapDelete("/{id}/query", (string id, HttpRequest request) =>
            Wire.Json(new JsonObject { ["deleted_count"] = knowledge.DeleteDocuments(id, Filter.Read(RequestBody.Of(request))) }));
        group.MapGet("/{id}/documents/{**key}", (HttpContext context, string id, string? key) =>
        {
            var asked = PathTail.After(context, "/documents/");
            var document = knowledge.FindDocument(id, asked) ?? throw ApiException.NotFound("Document", asked);
            return Wire.Json(document.Pick("id", "key", "segments", "metadata"));
        });
    }

    private static JsonObject Counted(JsonObject found, KnowledgeStore knowledge)
    {
        found["count"] = knowledge.Count((string)found["id"]!);
        return found;
    }

    private static IResult Add(string id, RequestBody body, KnowledgeStore knowledge)
    {
        var chunking = Chunking.Read(body.Object("configuration"), "body", "configuration");
        return Wire.Json(knowledge.Add(id, body.String("key"), body.Required("content"), body.Object("metadata"), chunking)
            .Pick("id", "key"), StatusCodes.Status201Created);
    }

    private static IResult Query(string id, RequestBody body, KnowledgeStore knowledge, SpanStore spans, TimeProvider time)
    {
        var query = body.Required("query");
        var topK = body.AtLeast(1, "top_k") ?? DefaultTopK;
        body.AtLeast(1, "prefilter_limit");
        var parent = body.Uuid("parent_span_id");
        var filters = Filter.Read(body);
        body.ThrowIfInvalid();
        var results = new JsonArray([.. knowledge.Query(id, query, topK, filters)]);
        if (parent is not null)
        {
            spans.Create(new JsonObject
            {
                ["name"] = "query",
                ["type"] = "retrieval",
                ["parent_id"] = parent,
                ["end_time"] = Wire.Time(time.GetUtcNow()),
                ["input"] = query,
                ["output"] = results.DeepClone(),
            });
        }

        return Wire.Json(results);
    }
}
