using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Opper.Emulator.Http;
using Opper.Emulator.Storage;

namespace Opper.Emulator.Traces;

/// <summary>Traces, summed up from the spans with the same trace id when they are listed, and only those that have changed.</summary>
internal sealed class TraceStore(IStore store, SpanStore spans)
{
    private ITable Traces => store.Table("traces", "name");

    /// <summary>The latest first; <paramref name="name"/> is that of the root span.</summary>
    public IResult List(Page page, string? name) => store.Atomically(() =>
    {
        foreach (var id in spans.TakeChanged())
        {
            var own = spans.InTrace(id);
            if (own.Count == 0)
            {
                Traces.Remove(id);
            }
            else
            {
                Traces.Put(id, Summary(id, own));
            }
        }

        var listed = string.IsNullOrEmpty(name) ? Traces.All() : Traces.Where("name", name);
        return page.Of([.. listed.Reverse().OrderByDescending(t => Wire.Time(t["start_time"]))], t => t);
    });

    public static JsonObject Summary(string id, IReadOnlyList<JsonObject> spans)
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

    public static int? Duration(JsonObject span) =>
        Wire.Time(span["start_time"]) is { } start && Wire.Time(span["end_time"]) is { } end
            ? (int)Math.Clamp((end - start).TotalMilliseconds, 0, int.MaxValue)
            : null;
}
