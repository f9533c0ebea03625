using System.Text.Json;
using Opper.Evaluation;

namespace Opper.Tool.Evaluations;

/// <summary>Parses the scorers of an argument.</summary>
internal static class ScorerText
{
    private const string Fields = "fields";

    public const string Forms = "exact, json, fields, regex:PATTERN, similarity, similarity:MODEL, judge:CRITERIA";

    /// <summary>The scores that the scorers will return for some case: the fields of an expected output have their own.</summary>
    public static IReadOnlyCollection<string> Scores(IEnumerable<Scorer> scorers, IEnumerable<EvaluationCase> cases)
    {
        var names = scorers.SelectMany(scorer => scorer.Names).ToHashSet(StringComparer.Ordinal);
        if (names.Contains(Fields))
        {
            names.UnionWith(cases.Where(one => one.Expected is { ValueKind: JsonValueKind.Object })
                .SelectMany(one => one.Expected!.ToJsonElement().EnumerateObject().Select(field => $"{Fields}/{field.Name}")));
        }

        return names;
    }

    public static Scorer Read(string text, OpperClient opper) => text.Split(':', 2) switch
    {
        ["exact"] => Scorers.Exact(),
        ["json"] => Scorers.JsonDiff(),
        [Fields] => Scorers.Fields(),
        ["regex", { Length: > 0 } pattern] => Scorers.Regex(pattern),
        ["similarity"] => Scorers.EmbeddingSimilarity(opper),
        ["similarity", { Length: > 0 } model] => Scorers.EmbeddingSimilarity(opper, model),
        ["judge", { Length: > 0 } criteria] when !string.IsNullOrWhiteSpace(criteria) => Scorers.Judge(opper, criteria),
        _ => throw new UsageException($"--score needs one of {Forms}; it got '{text}'."),
    };
}
