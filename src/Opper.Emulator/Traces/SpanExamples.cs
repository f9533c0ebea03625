namespace Opper.Emulator.Traces;

/// <summary>Saves the inputs and outputs of generation spans as examples of their function.</summary>
internal sealed class SpanExamples(SpanStore spans, FunctionStore functions, DatasetStore datasets)
{
    /// <summary>Saves the generation of a span, or those of its descendants if it is not a generation; returns the last one.</summary>
    public JsonObject Save(string spanId)
    {
        var span = spans.Get(spanId);
        var saved = Generations(span).Select(g => Add(g, null)).OfType<JsonObject>().LastOrDefault()
            ?? throw ApiException.BadRequest($"Span {spanId} has no generation of an existing function");
        var view = saved.Pick("dataset_id", "input", "output", "expected", "comment");
        view["dataset_entry_id"] = (string)saved["id"]!;
        return view;
    }

    public bool TrySave(JsonObject span, string? comment) => IsGeneration(span) && Add(span, comment) is not null;

    private static bool IsGeneration(JsonObject span) => span["generation"] is not null && span["output"] is not null;

    private IEnumerable<JsonObject> Generations(JsonObject span)
    {
        if (IsGeneration(span))
        {
            return [span];
        }

        var children = spans.InTrace((string)span["trace_id"]!).ToLookup(s => (string?)s["parent_id"]);
        return Under((string)span["id"]!, children, []).Where(IsGeneration);
    }

    // Clients choose parents, so there may be cycles.
    private static IEnumerable<JsonObject> Under(string id, ILookup<string?, JsonObject> children, HashSet<string> seen) =>
        seen.Add(id) ? children[id].SelectMany(c => Under((string)c["id"]!, children, seen).Prepend(c)) : [];

    private JsonObject? Add(JsonObject span, string? comment)
    {
        var function = functions.Find((string)span["generation"]!["function"]!);
        return function is null ? null : datasets.Add((string)function["dataset_id"]!, new JsonObject
        {
            ["input"] = span["input"]?.DeepClone(),
            ["output"] = span["output"]?.DeepClone(),
            ["comment"] = comment,
        });
    }
}
