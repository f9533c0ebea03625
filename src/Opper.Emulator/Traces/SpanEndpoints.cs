using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Opper.Emulator.Http;

namespace Opper.Emulator.Traces;

internal static class SpanEndpoints
{
    private static readonly string[] s_fields =
        ["id", "name", "start_time", "end_time", "trace_id", "parent_id", "type", "input", "output", "error", "meta", "score"];

    public static void MapSpans(this IEndpointRouteBuilder app, SpanStore spans)
    {
        var group = app.MapGroup("/v2/spans");
        group.MapPost("/", async (HttpRequest request) =>
        {
            var body = await RequestBody.ReadAsync(request);
            body.RequiredString("name");
            var values = body.Json.Pick(s_fields);
            foreach (var id in (string[])["id", "trace_id", "parent_id"])
            {
                values[id] = body.Uuid(id);
            }

            CheckFields(body);
            return Wire.Json(Show(spans.Create(values)));
        });
        group.MapGet("/{id}", (string id) =>
        {
            var span = spans.Get(id);
            var view = Show(span);
            view["feedback"] = span["feedback"]?.DeepClone();
            return Wire.Json(view.WithoutNulls());
        });
        group.MapPatch("/{id}", async (string id, HttpRequest request) =>
        {
            var body = await RequestBody.ReadAsync(request);
            body.String("name");
            CheckFields(body);
            return Wire.Json(Show(spans.Change(id, span => Apply(span, body.Json))));
        });
        group.MapDelete("/{id}", (string id) =>
        {
            spans.Delete(id);
            return TypedResults.NoContent();
        });
        group.MapPost("/{id}/feedback", async (string id, HttpRequest request) =>
        {
            var body = await RequestBody.ReadAsync(request);
            body.Present("score");
            var score = body.Number("score", 0, 1);
            if (body.Has("score") && body.Json["score"] is null)
            {
                body.Fail("float_type", "score", "Input should be a valid number", null);
            }

            var comment = body.String("comment");
            body.Boolean("save_to_dataset");
            body.ThrowIfInvalid();
            var span = spans.Change(id, s => s["feedback"] = new JsonObject { ["score"] = score, ["comment"] = comment }.WithoutNulls());
            return Wire.Json(new JsonObject
            {
                ["span_id"] = (string?)span["id"],
                ["score"] = score,
                // Datasets are not served yet, so nothing is ever saved.
                ["example_saved"] = false,
                ["comment"] = comment,
            }.WithoutNulls());
        });
    }

    private static JsonObject Show(JsonObject span) => span.Pick(s_fields);

    private static void CheckFields(RequestBody body)
    {
        body.Time("start_time");
        body.Time("end_time");
        body.String("type");
        body.String("error");
        body.Object("meta");
        body.Integer("score");
        body.ThrowIfInvalid();
    }

    // Ids cannot change; a name cannot be cleared.
    private static void Apply(JsonObject span, JsonObject changes)
    {
        foreach (var field in s_fields.Where(f => f is not ("id" or "trace_id" or "parent_id") && changes.ContainsKey(f)))
        {
            var value = field is "input" or "output" ? Wire.AsString(changes[field]) : changes[field]?.DeepClone();
            span[field] = field == "name" && value is null ? span[field]?.DeepClone() : value;
        }
    }
}
