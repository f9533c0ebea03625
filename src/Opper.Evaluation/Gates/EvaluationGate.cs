namespace Opper.Evaluation;

/// <summary>What a variant must meet, for a build that is to fail otherwise.</summary>
public sealed class EvaluationGate
{
    private readonly List<Func<EvaluationReport, VariantReport, VariantReport, GateCheck>> _checks = [];

    /// <summary>How many calls and scores may fail. Default: 0.</summary>
    public int MaxFailures { get; set; }

    /// <summary>How the variant is compared with the baseline.</summary>
    public ComparisonOptions Comparison { get; set; } = new();

    /// <summary>The mean of a score has to be this at least.</summary>
    /// <param name="score">The name of the score.</param>
    /// <param name="minimum">The least mean.</param>
    /// <returns>The gate itself.</returns>
    public EvaluationGate Require(string score, double minimum)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(score);
        _checks.Add((_, variant, _) => variant.Mean(score) is { } mean
            ? new GateCheck(FormattableString.Invariant($"{score} is at least {minimum:0.###}"), mean >= minimum, FormattableString.Invariant($"{mean:0.###}"))
            : new GateCheck(FormattableString.Invariant($"{score} is at least {minimum:0.###}"), false, "no case has this score"));
        return this;
    }

    /// <summary>A score must not have become worse than the baseline's: not by more than what is tolerated, and not surely by anything.</summary>
    /// <param name="score">The name of the score.</param>
    /// <param name="tolerance">How much worse its mean may be while the confidence interval reaches up to 0. Default: any amount.</param>
    /// <returns>The gate itself.</returns>
    public EvaluationGate RequireNoRegression(string score, double tolerance = double.PositiveInfinity)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(score);
        _checks.Add((report, variant, baseline) =>
        {
            if (variant.Mean(score) is null && baseline.Mean(score) is null)
            {
                return new GateCheck($"{score} is no worse than {baseline.Name}'s", false, "no case has this score");
            }

            var comparison = ScoreComparison.Of(baseline, variant, score, Comparison);
            return new GateCheck(
                $"{score} is no worse than {baseline.Name}'s",
                comparison.High >= 0 && comparison.Difference >= -tolerance,
                FormattableString.Invariant($"{comparison.Difference:+0.###;-0.###;0} ({comparison.Low:+0.###;-0.###;0} to {comparison.High:+0.###;-0.###;0})"));
        });
        return this;
    }

    /// <summary>The mean cost of a call must not be more.</summary>
    /// <param name="dollars">The most, in USD.</param>
    /// <returns>The gate itself.</returns>
    public EvaluationGate RequireCost(decimal dollars)
    {
        _checks.Add((_, variant, _) => new GateCheck(
            FormattableString.Invariant($"a call costs {dollars:0.######} USD at most"),
            variant.Cost <= dollars * variant.Results.Count,
            FormattableString.Invariant($"{variant.Cost / variant.Results.Count:0.######}")));
        return this;
    }

    /// <summary>95 % of the calls must not take longer.</summary>
    /// <param name="latency">The most.</param>
    /// <returns>The gate itself.</returns>
    public EvaluationGate RequireLatency(TimeSpan latency)
    {
        _checks.Add((_, variant, _) => new GateCheck(
            FormattableString.Invariant($"95 % of the calls take {latency.TotalSeconds:0.###} s at most"),
            variant.LatencyPercentile(0.95) <= latency,
            FormattableString.Invariant($"{variant.LatencyPercentile(0.95).TotalSeconds:0.###} s")));
        return this;
    }

    /// <summary>Looks at a variant.</summary>
    /// <param name="report">The evaluation.</param>
    /// <param name="variant">The name of the variant. Default: the last one, which is the baseline too where it is the only one.</param>
    /// <param name="baseline">The name of the baseline. Default: the first variant.</param>
    /// <returns>The outcome.</returns>
    /// <exception cref="ArgumentException">No variant has the name.</exception>
    public GateResult Check(EvaluationReport report, string? variant = null, string? baseline = null)
    {
        ArgumentNullException.ThrowIfNull(report);
        var candidate = variant is null ? report.Variants[^1] : report[variant];
        var other = baseline is null ? report.Variants[0] : report[baseline];
        var failures = new GateCheck(
            FormattableString.Invariant($"at most {MaxFailures} calls and scores fail"),
            candidate.Failures <= MaxFailures,
            candidate.Results.SelectMany(result => result.Scores).FirstOrDefault(score => score.IsFailure) is { } first
                ? FormattableString.Invariant($"{candidate.Failures}, the first: {first.Name}: {first.Reason}")
                : FormattableString.Invariant($"{candidate.Failures}"));
        return new GateResult(candidate.Name, [failures, .. _checks.Select(check => check(report, candidate, other))]);
    }
}
