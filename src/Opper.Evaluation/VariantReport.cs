namespace Opper.Evaluation;

/// <summary>The results of a variant.</summary>
public sealed class VariantReport
{
    internal VariantReport(string name, IReadOnlyList<CaseResult> results)
    {
        Name = name;
        Results = results;
        ScoreNames = [.. results.SelectMany(result => result.Scores).Select(score => score.Name).Distinct(StringComparer.Ordinal)];
    }

    /// <summary>The name of the variant.</summary>
    public string Name { get; }

    /// <summary>The results, in the order of the cases.</summary>
    public IReadOnlyList<CaseResult> Results { get; }

    /// <summary>The names of all scores.</summary>
    public IReadOnlyList<string> ScoreNames { get; }

    /// <summary>The number of failed calls and scores.</summary>
    public int Failures => Results.Count(result => result.Error is not null)
        + Results.Where(result => result.Error is null).Sum(result => result.Scores.Count(score => score.IsFailure));

    /// <summary>The cost of the calls in USD, without scoring.</summary>
    public decimal Cost => Results.Sum(result => result.Cost);

    /// <summary>The cost of scoring in USD.</summary>
    public decimal ScoringCost => Results.Sum(result => result.ScoringCost);

    /// <summary>The mean of a score. Failures count as 0, as do cases without this score.</summary>
    /// <param name="score">The name of the score.</param>
    /// <returns>The mean, or <see langword="null"/> if no case has the score.</returns>
    public double? Mean(string score) => ScoreNames.Contains(score) ? Results.Average(result => ValueOf(result, score) ?? 0) : null;

    /// <summary>A percentile of the latency.</summary>
    /// <param name="share">The percentile, from 0 to 1, such as 0.95.</param>
    /// <returns>The latency.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The share is not from 0 to 1.</exception>
    public TimeSpan LatencyPercentile(double share)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(share);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(share, 1);
        var sorted = Results.Select(result => result.Latency).Order().ToList();
        return sorted[Math.Max(0, (int)Math.Ceiling(share * sorted.Count) - 1)];
    }

    internal static double? ValueOf(CaseResult result, string score) => result.Scores.FirstOrDefault(one => one.Name == score)?.Value;
}
