namespace Opper.Emulator.Traces;

internal static class SpanEndpoints
{
    private static readonly string[] Ids = ["id", "trace_id", "parent_id"];

    private static readonly string[] Fields = [.. Ids, "name", "start_time", "end_time", "type", "input", "output", "error", "meta", "score"];

    public static void MapSpans(this IEndpointRouteBuilder app, SpanStore spans, SpanExamples examples)
    {
        var group = app.MapGroup("/v2/spans");
        group.MapPost("/", (HttpRequest request) =>
        {
            var body = RequestBody.Of(request);
            var values = body.Json.Pick(Fields);
            foreach (var id in Ids)
            {
                values[id] = body.Uuid(id);
            }

            body.ThrowIfInvalid();
            return Wire.Json(Show(spans.Create(values)));
        });
        group.MapGet("/{id}", (string id) =>
        {
            var span = spans.Get(id);
            var view = Show(span);
            view["feedback"] = span["feedback"]?.DeepClone();
            return Wire.Json(view.WithoutNulls());
        });
        group.MapPatch("/{id}", (string id, HttpRequest request) =>
            Wire.Json(Show(spans.Change(id, span => Apply(span, RequestBody.Of(request).Json)))));
        group.MapDelete("/{id}", (string id) => Wire.NoContent(() => spans.Delete(id)));
        group.MapPost("/{id}/save_examples", (string id) => Wire.Json(examples.Save(id), StatusCodes.Status201Created));
        group.MapPost("/{id}/feedback", (string id, HttpRequest request) =>
        {
            var body = RequestBody.Of(request);
            var feedback = body.Json.Pick("score", "comment");
            var span = spans.Change(id, s => s["feedback"] = feedback.DeepClone());
            // If it is absent, the setting of the function would decide, and emulated functions do not save automatically.
            var saved = body.Boolean("save_to_dataset") == true && examples.TrySave(span, body.String("comment"));
            feedback["span_id"] = (string?)span["id"];
            feedback["example_saved"] = saved;
            return Wire.Json(feedback);
        });
    }

    private static JsonObject Show(JsonObject span) => span.Pick(Fields);

    // Ids cannot be changed, and the name cannot be cleared.
    private static void Apply(JsonObject span, JsonObject changes)
    {
        span.Apply(changes, Fields.Except(Ids), "name");
        (span["input"], span["output"]) = (Wire.AsString(span["input"]), Wire.AsString(span["output"]));
    }
}
