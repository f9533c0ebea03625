namespace Opper.Evaluation;

/// <summary>Conditions that a variant must meet.</summary>
public sealed class EvaluationGate
{
    private readonly List<Func<EvaluationReport, VariantReport, VariantReport, GateCheck>> _checks = [];

    /// <summary>The number of calls and scores that may fail. Default: 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public int MaxFailures
    {
        get;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            field = value;
        }
    }

    /// <summary>The options of the comparison with the baseline.</summary>
    public ComparisonOptions Comparison { get; set; } = new();

    /// <summary>Requires a minimum mean of a score.</summary>
    /// <param name="score">The name of the score.</param>
    /// <param name="minimum">The minimum.</param>
    /// <returns>This gate.</returns>
    /// <exception cref="ArgumentException">The score is blank, or the minimum is not a finite number.</exception>
    public EvaluationGate Require(string score, double minimum)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(score);
        if (!double.IsFinite(minimum))
        {
            throw new ArgumentOutOfRangeException(nameof(minimum), minimum, "The minimum is not a finite number.");
        }

        _checks.Add((_, variant, _) => variant.Mean(score) is { } mean
            ? new GateCheck(
                FormattableString.Invariant($"{score} is at least {minimum:0.######}"),
                mean >= minimum - ScoreComparison.Equal,
                FormattableString.Invariant($"{mean:0.######}"))
            : new GateCheck(FormattableString.Invariant($"{score} is at least {minimum:0.######}"), false, "no case has this score"));
        return this;
    }

    /// <summary>Requires that a score is not significantly worse than that of the baseline, nor worse by more than a tolerance.</summary>
    /// <param name="score">The name of the score.</param>
    /// <param name="tolerance">How much worse the mean may be if the difference is not significant. Default: any amount.</param>
    /// <returns>This gate.</returns>
    /// <exception cref="ArgumentException">The score is blank, or the tolerance is negative or not a number.</exception>
    public EvaluationGate RequireNoRegression(string score, double tolerance = double.PositiveInfinity)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(score);
        if (!(tolerance >= 0))
        {
            throw new ArgumentOutOfRangeException(nameof(tolerance), tolerance, "The tolerance is negative or not a number.");
        }

        _checks.Add((report, variant, baseline) =>
        {
            if (variant.Mean(score) is null && baseline.Mean(score) is null)
            {
                return new GateCheck($"{score} is no worse than {baseline.Name}'s", false, "no case has this score");
            }

            var comparison = report.Compare(baseline, variant, score, Comparison);
            return new GateCheck(
                $"{score} is no worse than {baseline.Name}'s",
                comparison.High >= 0 && comparison.Difference >= -tolerance - ScoreComparison.Equal,
                FormattableString.Invariant(
                    $"{comparison.Difference:+0.###;-0.###;0} ({comparison.Low:+0.###;-0.###;0} to {comparison.High:+0.###;-0.###;0})"));
        });
        return this;
    }

    /// <summary>Requires a maximum mean cost of a call.</summary>
    /// <param name="dollars">The maximum in USD.</param>
    /// <returns>This gate.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The maximum is negative.</exception>
    public EvaluationGate RequireCost(decimal dollars)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(dollars);
        _checks.Add((_, variant, _) => new GateCheck(
            FormattableString.Invariant($"a call costs {dollars:0.######} USD at most"),
            variant.Cost <= dollars * variant.Results.Count,
            FormattableString.Invariant($"{variant.Cost / variant.Results.Count:0.######}")));
        return this;
    }

    /// <summary>Requires a maximum latency of 95 % of the calls.</summary>
    /// <param name="latency">The maximum.</param>
    /// <returns>This gate.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The maximum is negative.</exception>
    public EvaluationGate RequireLatency(TimeSpan latency)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(latency, TimeSpan.Zero);
        _checks.Add((_, variant, _) => new GateCheck(
            FormattableString.Invariant($"95 % of the calls take {latency.TotalSeconds:0.###} s at most"),
            variant.LatencyPercentile(0.95) <= latency,
            FormattableString.Invariant($"{variant.LatencyPercentile(0.95).TotalSeconds:0.###} s")));
        return this;
    }

    /// <summary>Checks a variant.</summary>
    /// <param name="report">The evaluation.</param>
    /// <param name="variant">The name of the variant. Default: the last one.</param>
    /// <param name="baseline">The name of the baseline. Default: the first variant.</param>
    /// <returns>The result.</returns>
    /// <exception cref="ArgumentException">There is no variant of this name.</exception>
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
