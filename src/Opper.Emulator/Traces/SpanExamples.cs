using Opper.Emulator.Datasets;
using Opper.Emulator.Errors;
using Opper.Emulator.Functions;
using Opper.Emulator.Json;

namespace Opper.Emulator.Traces;

/// <summary>Keeps what generation spans got and gave as examples of their function.</summary>
internal sealed class SpanExamples(SpanStore spans, FunctionStore functions, DatasetStore datasets)
{
    /// <summary>Saves the span's generation, or those under it if it is none itself; the answer is about the last one.</summary>
    public JsonObject Save(string spanId)
    {
        var span = spans.Get(spanId);
        var saved = Generations(span).Select(g => Add(g, null)).OfType<JsonObject>().LastOrDefault()
            ?? throw ApiException.BadRequest($"Span {spanId} has no generation of a function that is still there");
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

    // Clients may name any parents, so circles have to end.
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
