namespace Opper.Emulator.Traces;

/// <summary>Traces, with the data of their root spans.</summary>
internal sealed class TraceStore(Store store)
{
    /// <summary>The latest traces first; <paramref name="name"/> is that of the root span.</summary>
    public (int Total, IReadOnlyList<JsonObject> Traces) List(ListRange range, string? name) => store.Atomically(() =>
    {
        var where = string.IsNullOrEmpty(name) ? string.Empty : " WHERE name = $0";
        var (total, traces) = store.Table(StateTables.Traces).List(range, where, name, "start_time DESC, seq DESC");
        return (total, (IReadOnlyList<JsonObject>)[.. traces.Select(Summary)]);
    });

    public JsonObject Get(string id) => store.Atomically(() => Summary(store.Table(StateTables.Traces).Require("Trace", id)));

    public static int? Duration(JsonObject span) =>
        Wire.Time(span["start_time"]) is { } start && Wire.Time(span["end_time"]) is { } end
            ? (int)Math.Clamp((end - start).TotalMilliseconds, 0, int.MaxValue)
            : null;

    private JsonObject Summary(JsonObject trace)
    {
        var root = store.Table(StateTables.Spans).Get((string)trace["root"]!)!;
        var shown = root.Pick("start_time", "end_time", "name", "input", "output");
        shown["id"] = (string)trace["id"]!;
        shown["duration_ms"] = Duration(root);
        shown["status"] = root["error"] is not null ? "error" : root["end_time"] is null ? "running" : "success";
        shown["total_tokens"] = (int)trace["tokens"]!;
        return shown.WithoutNulls();
    }
}
