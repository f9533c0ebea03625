namespace Opper.Emulator.Traces;

/// <summary>
/// Writes spans, and the data by which their traces are listed: name and start of the root span, which is the earliest of those whose parent is not in
/// the trace, and the total of tokens. The cost is independent of the number of spans.
/// </summary>
internal static class TraceIndex
{
    /// <summary>Writes a new or changed span, whose ID, trace and parent never change.</summary>
    public static void Put(Store store, JsonObject span)
    {
        var spans = store.Table(StateTables.Spans);
        var (id, trace, parent) = ((string)span["id"]!, (string)span["trace_id"]!, (string?)span["parent_id"]);
        var before = spans.Get(id);
        spans.Put(id, span);
        if (before is null)
        {
            if (parent is null || !IsIn(store, trace, parent))
            {
                store.Execute("UPDATE spans SET is_root = 1 WHERE id = $0", id);
            }

            // Clients may send children first.
            store.Execute("UPDATE spans SET is_root = 0 WHERE trace_id = $0 AND parent_id = $1 AND is_root = 1", trace, id);
        }

        Refresh(store, trace, id, Tokens(span) - (before is null ? 0 : Tokens(before)));
    }

    public static void Remove(Store store, JsonObject span)
    {
        var (id, trace) = ((string)span["id"]!, (string)span["trace_id"]!);
        store.Table(StateTables.Spans).Remove(id);
        store.Execute("UPDATE spans SET is_root = 1 WHERE trace_id = $0 AND parent_id = $1", trace, id);
        Refresh(store, trace, id, -Tokens(span));
    }

    private static int Tokens(JsonObject span) => (int?)span["generation"]?["total_tokens"] ?? 0;

    private static bool IsIn(Store store, string trace, string span) =>
        store.Select("SELECT 1 FROM spans WHERE id = $0 AND trace_id = $1", static _ => true, span, trace).Count > 0;

    private static void Refresh(Store store, string trace, string changedSpan, int tokens)
    {
        var traces = store.Table(StateTables.Traces);
        if (Root(store, trace) is not { } root)
        {
            traces.Remove(trace);
            return;
        }

        var known = traces.Get(trace);
        if (known is null || tokens != 0 || root == changedSpan || root != (string?)known["root"])
        {
            var span = store.Table(StateTables.Spans).Get(root)!;
            traces.Put(trace, new JsonObject
            {
                ["id"] = trace,
                ["name"] = span["name"]?.DeepClone(),
                ["start_time"] = span["start_time"]?.DeepClone(),
                ["root"] = root,
                ["tokens"] = ((int?)known?["tokens"] ?? 0) + tokens,
            });
        }
    }

    // If the spans form a cycle, there is no root, and the first span is used.
    private static string? Root(Store store, string trace) =>
        First(store, "SELECT id FROM spans WHERE trace_id = $0 AND is_root = 1 ORDER BY start_time, seq LIMIT 1", trace)
        ?? First(store, "SELECT id FROM spans WHERE trace_id = $0 ORDER BY seq LIMIT 1", trace);

    private static string? First(Store store, string sql, string trace) => store.Select(sql, static row => row.GetString(0), trace) is [var id, ..] ? id : null;
}
