using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Opper.Emulator.Http;
using Opper.Emulator.Traces;

namespace Opper.Emulator.Knowledge;

internal static class KnowledgeEndpoints
{
    private const string DefaultEmbeddingModel = "azure/text-embedding-3-large";
    private const int DefaultTopK = 3;
    private const int DefaultChunkSize = 2000;
    private const int DefaultChunkOverlap = 200;

    public static void MapKnowledge(this IEndpointRouteBuilder app, KnowledgeStore knowledge, SpanStore spans, TimeProvider time)
    {
        var group = app.MapGroup("/v2/knowledge");
        group.MapPost("/", async (HttpRequest request) =>
        {
            var body = await RequestBody.ReadAsync(request);
            var name = body.RequiredString("name", minLength: 1);
            var model = body.String("embedding_model") ?? DefaultEmbeddingModel;
            var description = body.String("description");
            body.ThrowIfInvalid();
            return Wire.Json(knowledge.Create(name, model, description));
        });
        group.MapGet("/", (HttpRequest request) => Page.Read(request).Of(knowledge.All(), k => k));
        group.MapGet("/by-name/{**name}", (HttpContext context, string? name) =>
            Wire.Json(Counted(knowledge.GetByName(PathTail.After(context, "/by-name/")), knowledge)));
        group.MapGet("/{id}", (string id) => Wire.Json(Counted(knowledge.Get(id), knowledge)));
        group.MapDelete("/{id}", (string id) =>
        {
            knowledge.Delete(id);
            return TypedResults.NoContent();
        });
        group.MapPost("/{id}/add", async (string id, HttpRequest request) => Add(id, await RequestBody.ReadAsync(request), knowledge));
        group.MapPost("/{id}/query", async (string id, HttpRequest request) => Query(id, await RequestBody.ReadAsync(request), knowledge, spans, time));
        group.MapDelete("/{id}/query", async (string id, HttpRequest request) =>
        {
            var body = await RequestBody.ReadAsync(request, optional: true);
            var filters = Filter.Read(body);
            body.ThrowIfInvalid();
            return Wire.Json(new JsonObject { ["deleted_count"] = knowledge.DeleteDocuments(id, filters) });
        });
        group.MapGet("/{id}/documents/{**key}", (HttpContext context, string id, string? key) =>
        {
            var asked = PathTail.After(context, "/documents/");
            var document = knowledge.FindDocument(id, asked) ?? throw ApiException.NotFound("Document", asked);
            return Wire.Json(document.Pick("id", "key", "segments", "metadata"));
        });
    }

    private static JsonObject Counted(JsonObject found, KnowledgeStore knowledge)
    {
        found["count"] = knowledge.DocumentsOf((string)found["id"]!).Count;
        return found;
    }

    private static IResult Add(string id, RequestBody body, KnowledgeStore knowledge)
    {
        var content = body.RequiredString("content", minLength: 1);
        var key = body.String("key");
        var metadata = body.Object("metadata");
        var configuration = new RequestBody(body.Object("configuration") ?? []);
        var size = configuration.Integer("text_processing.chunk_size", min: 1) ?? DefaultChunkSize;
        var overlap = configuration.Integer("text_processing.chunk_overlap", min: 0) ?? Math.Min(DefaultChunkOverlap, size / 2);
        if (overlap >= size)
        {
            configuration.Fail("value_error", "text_processing.chunk_overlap", "The overlap should be smaller than the chunk size", overlap);
        }

        body.ThrowIfInvalid();
        configuration.ThrowIfInvalid();
        return Wire.Json(knowledge.Add(id, key, content, metadata, size, overlap).Pick("id", "key"), StatusCodes.Status201Created);
    }

    private static IResult Query(string id, RequestBody body, KnowledgeStore knowledge, SpanStore spans, TimeProvider time)
    {
        var query = body.RequiredString("query", minLength: 1);
        var topK = body.Integer("top_k", min: 1) ?? DefaultTopK;
        body.Integer("prefilter_limit", min: 1);
        body.Boolean("rerank");
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
