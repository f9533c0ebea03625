using System.Text.Json;

namespace Opper.Evaluation.Scoring;

/// <summary>Compares the fields of the root object.</summary>
internal sealed class FieldsScorer(string name) : Scorer
{
    public override IReadOnlyCollection<string> Names { get; } = [name];

    public override Task<IReadOnlyList<Score>> ScoreAsync(ScoringContext context, CancellationToken cancellationToken = default)
    {
        var expected = Scorers.Expected(context);
        if (expected.ValueKind != JsonValueKind.Object)
        {
            throw new InvalidOperationException("The expected output is not an object, so it has no fields.");
        }

        var output = context.Output.ToJsonElement();
        var scores = expected.ToJsonElement().EnumerateObject().Select(field =>
        {
            var comparison = JsonComparison.Compare(field.Value,
                output.ValueKind == JsonValueKind.Object && output.TryGetProperty(field.Name, out var value) ? value : null);
            return new Score($"{name}/{field.Name}", comparison.Similarity, comparison.Reason);
        }).ToList();
        return Task.FromResult<IReadOnlyList<Score>>([new Score(name, scores.Count == 0 ? 1 : scores.Average(score => score.Value)), .. scores]);
    }
}
