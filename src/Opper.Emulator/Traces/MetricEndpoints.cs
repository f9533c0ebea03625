using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Opper.Emulator.Http;

namespace Opper.Emulator.Traces;

internal static class MetricEndpoints
{
    public static void MapMetrics(this IEndpointRouteBuilder app, SpanStore spans)
    {
        var group = app.MapGroup("/v2/spans/{spanId}/metrics");
        group.MapPost("/", async (string spanId, HttpRequest request) =>
        {
            var body = await RequestBody.ReadAsync(request);
            // The endpoint reference calls the dimension "name".
            var dimension = body.RequiredString(body.Has("dimension") || !body.Has("name") ? "dimension" : "name");
            var value = body.Present("value") ? Value(body) : null;
            var comment = body.String("comment");
            body.ThrowIfInvalid();
            return Wire.Json(Show(spans.AddMetric(spanId, dimension, value ?? 0, comment)));
        });
        group.MapGet("/", (string spanId, HttpRequest request) =>
        {
            spans.Get(spanId);
            return Page.Read(request).Of(spans.MetricsOf(spanId), Show);
        });
        group.MapGet("/{id}", (string spanId, string id) => Wire.Json(Show(spans.GetMetric(spanId, id))));
        group.MapPatch("/{id}", async (string spanId, string id, HttpRequest request) =>
        {
            var body = await RequestBody.ReadAsync(request);
            var dimension = body.String("dimension") ?? body.String("name");
            var value = body.Number("value");
            body.String("comment");
            body.ThrowIfInvalid();
            return Wire.Json(Show(spans.ChangeMetric(spanId, id, dimension, metric =>
            {
                metric["dimension"] = dimension ?? (string?)metric["dimension"];
                metric["value"] = value is null ? metric["value"]?.DeepClone() : value;
                metric["comment"] = body.Has("comment") ? body.Json["comment"]?.DeepClone() : metric["comment"]?.DeepClone();
            })));
        });
        group.MapDelete("/{id}", (string spanId, string id) =>
        {
            spans.DeleteMetric(spanId, id);
            return TypedResults.NoContent();
        });
    }

    private static double? Value(RequestBody body)
    {
        if (body.Json["value"] is null)
        {
            body.Fail("float_type", "value", "Input should be a valid number", null);
        }

        return body.Number("value");
    }

    private static JsonObject Show(JsonObject metric) => metric.Pick("id", "span_id", "dimension", "value", "created_at", "comment");
}
