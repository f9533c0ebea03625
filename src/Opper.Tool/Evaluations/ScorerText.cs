using Opper.Evaluation;

namespace Opper.Tool.Evaluations;

/// <summary>Parses the scorers of an argument.</summary>
internal static class ScorerText
{
    public const string Forms = "exact, json, fields, regex:PATTERN, similarity, similarity:MODEL, judge:CRITERIA";

    public static Scorer Read(string text, OpperClient opper) => text.Split(':', 2) switch
    {
        ["exact"] => Scorers.Exact(),
        ["json"] => Scorers.JsonDiff(),
        ["fields"] => Scorers.Fields(),
        ["regex", { Length: > 0 } pattern] => Scorers.Regex(pattern),
        ["similarity"] => Scorers.EmbeddingSimilarity(opper),
        ["similarity", { Length: > 0 } model] => Scorers.EmbeddingSimilarity(opper, model),
        ["judge", { Length: > 0 } criteria] when !string.IsNullOrWhiteSpace(criteria) => Scorers.Judge(opper, criteria),
        _ => throw new UsageException($"--score needs one of {Forms}; it got '{text}'."),
    };
}
