using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Opper.Emulator.Http;

namespace Opper.Emulator.Traces;

/// <summary>Traces are not stored: they are the spans with the same trace id.</summary>
internal static class TraceEndpoints
{
    public static void MapTraces(this IEndpointRouteBuilder app, SpanStore spans)
    {
        var group = app.MapGroup("/v2/traces");
        group.MapGet("/", (HttpRequest request) =>
        {
            var page = Page.Read(request);
            string? name = request.Query["name"];
            var traces = spans.All().GroupBy(s => (string)s["trace_id"]!).Select(g => Trace(g.Key, [.. g]))
                .Where(t => string.IsNullOrEmpty(name) || (string?)t["name"] == name)
                .Reverse().OrderByDescending(t => Wire.Time(t["start_time"]));
            return page.Of([.. traces], t => t);
        });
        group.MapGet("/{id}", (string id) => Full(id, spans));
        // Only in the endpoint reference; the live API has the spans in the trace itself.
        group.MapGet("/{id}/spans", (string id) => Full(id, spans));
    }

    private static IResult Full(string id, SpanStore spans)
    {
        var own = spans.InTrace(id.ToLowerInvariant());
        if (own.Count == 0)
        {
            throw ApiException.NotFound("Trace", id);
        }

        var trace = Trace((string)own[0]["trace_id"]!, own);
        trace["spans"] = new JsonArray([.. own.OrderBy(s => Wire.Time(s["start_time"])).Select(s => Span(s, spans.MetricsOf((string)s["id"]!)))]);
        return Wire.Json(trace);
    }

    private static JsonObject Trace(string id, IReadOnlyList<JsonObject> spans)
    {
        var ids = spans.Select(s => (string?)s["id"]).ToHashSet(StringComparer.Ordinal);
        var root = spans.Where(s => (string?)s["parent_id"] is not { } parent || !ids.Contains(parent)).MinBy(s => Wire.Time(s["start_time"])) ?? spans[0];
        var trace = root.Pick("start_time", "end_time", "name", "input", "output");
        trace["id"] = id;
        trace["duration_ms"] = Duration(root);
        trace["status"] = root["error"] is not null ? "error" : root["end_time"] is null ? "running" : "success";
        trace["total_tokens"] = spans.Sum(s => (int?)s["generation"]?["total_tokens"] ?? 0);
        return trace.WithoutNulls();
    }

    private static JsonObject Span(JsonObject span, IReadOnlyList<JsonObject> metrics)
    {
        var view = span.Pick("id", "name", "start_time", "end_time", "type", "parent_id", "error", "meta", "score");
        view["duration_ms"] = Duration(span);
        var data = span.Pick("input", "output");
        foreach (var (key, value) in span["generation"] as JsonObject ?? [])
        {
            data[key] = value?.DeepClone();
        }

        view["data"] = data;
        if (metrics.Count > 0)
        {
            view["metrics"] = new JsonArray([.. metrics.Select(m => m.Pick("id", "dimension", "value", "created_at", "comment"))]);
        }

        return view.WithoutNulls();
    }

    private static int? Duration(JsonObject span) =>
        Wire.Time(span["start_time"]) is { } start && Wire.Time(span["end_time"]) is { } end
            ? (int)Math.Clamp((end - start).TotalMilliseconds, 0, int.MaxValue)
            : null;
}
