namespace Opper.Emulator.Traces;

internal static class MetricEndpoints
{
    public static void MapMetrics(this IEndpointRouteBuilder app, SpanStore spans)
    {
        var group = app.MapGroup("/v2/spans/{spanId}/metrics");
        group.MapPost("/", (string spanId, HttpRequest request) =>
        {
            var body = RequestBody.Of(request);
            // The endpoint reference names the dimension "name".
            var dimension = body.String("dimension") ?? body.String("name")
                ?? throw ApiException.Validation("missing", ["body", "dimension"], "Field required", body.Json);
            return Wire.Json(Show(spans.AddMetric(spanId, dimension, body.Number("value")!.Value, body.String("comment"))));
        });
        group.MapGet("/", (string spanId, HttpRequest request) =>
        {
            spans.Get(spanId);
            return Lists.Of(spans.MetricsOf(spanId), request, Show);
        });
        group.MapGet("/{id}", (string spanId, string id) => Wire.Json(Show(spans.GetMetric(spanId, id))));
        group.MapPatch("/{id}", (string spanId, string id, HttpRequest request) =>
        {
            var changes = RequestBody.Of(request).Json;
            changes["dimension"] ??= changes["name"]?.DeepClone();
            return Wire.Json(Show(spans.ChangeMetric(spanId, id, changes)));
        });
        group.MapDelete("/{id}", (string spanId, string id) => Wire.NoContent(() => spans.DeleteMetric(spanId, id)));
    }

    private static JsonObject Show(JsonObject metric) => metric.Pick("id", "span_id", "dimension", "value", "created_at", "comment");
}
