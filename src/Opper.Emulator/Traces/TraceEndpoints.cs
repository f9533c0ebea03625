namespace Opper.Emulator.Traces;

internal static class TraceEndpoints
{
    public static void MapTraces(this IEndpointRouteBuilder app, TraceStore traces, SpanStore spans)
    {
        var group = app.MapGroup("/v2/traces");
        group.MapGet("/", (HttpRequest request) => Lists.Of(traces.List(Lists.Range(request), request.Query["name"])));
        group.MapGet("/{id}", Full);
        // Only in the endpoint reference; the live API returns the spans with the trace.
        group.MapGet("/{id}/spans", Full);

        IResult Full(string id)
        {
            var trace = traces.Get(id);
            var metrics = spans.MetricsInTrace(id);
            var own = spans.InTrace(id).OrderBy(s => Wire.Time(s["start_time"]));
            trace["spans"] = new JsonArray([.. own.Select(s => Span(s, [.. metrics[(string)s["id"]!]]))]);
            return Wire.Json(trace);
        }
    }

    private static JsonObject Span(JsonObject span, IReadOnlyList<JsonObject> metrics)
    {
        var view = span.Pick("id", "name", "start_time", "end_time", "type", "parent_id", "error", "meta", "score");
        view["duration_ms"] = TraceStore.Duration(span);
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
}
