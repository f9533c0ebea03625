using Opper.Emulator.Json;
using Opper.Emulator.Storage;

namespace Opper.Emulator.Traces;

/// <summary>Traces, as their root spans show them.</summary>
internal sealed class TraceStore(Store store)
{
    /// <summary>The latest first; <paramref name="name"/> is that of the root span.</summary>
    public (int Total, IReadOnlyList<JsonObject> Traces) List(ListRange range, string? name)
    {
        var (total, traces) = store.Table(StateTables.Traces)
            .List(range, string.IsNullOrEmpty(name) ? string.Empty : " WHERE name = $0", name, "start_time DESC, seq DESC");
        var spans = store.Table(StateTables.Spans);
        // A root that has just been deleted has taken its trace along, or gives way to another one.
        return (total, [.. traces.Select(trace =>
            spans.Get((string)trace["root"]!) is { } root ? Summary((string)trace["id"]!, root, (int)trace["tokens"]!) : null).OfType<JsonObject>()]);
    }

    public static JsonObject Summary(string id, IReadOnlyList<JsonObject> spans)
    {
        var ids = spans.Select(s => (string?)s["id"]).ToHashSet(StringComparer.Ordinal);
        var root = spans.Where(s => (string?)s["parent_id"] is not { } parent || !ids.Contains(parent)).MinBy(s => Wire.Time(s["start_time"])) ?? spans[0];
        return Summary(id, root, spans.Sum(TraceIndex.Tokens));
    }

    private static JsonObject Summary(string id, JsonObject root, int tokens)
    {
        var trace = root.Pick("start_time", "end_time", "name", "input", "output");
        trace["id"] = id;
        trace["duration_ms"] = Duration(root);
        trace["status"] = root["error"] is not null ? "error" : root["end_time"] is null ? "running" : "success";
        trace["total_tokens"] = tokens;
        return trace.WithoutNulls();
    }

    public static int? Duration(JsonObject span) =>
        Wire.Time(span["start_time"]) is { } start && Wire.Time(span["end_time"]) is { } end
            ? (int)Math.Clamp((end - start).TotalMilliseconds, 0, int.MaxValue)
            : null;
}
