namespace Opper.Evaluation;

/// <summary>The comparison of a score of two variants over their common cases. Failures count as 0.</summary>
public sealed record ScoreComparison
{
    /// <summary>Smaller differences are caused by rounding.</summary>
    internal const double Equal = 1e-9;

    private ScoreComparison(string score, string baseline, string variant) => (Score, Baseline, Variant) = (score, baseline, variant);

    /// <summary>The name of the score.</summary>
    public string Score { get; }

    /// <summary>The name of the baseline.</summary>
    public string Baseline { get; }

    /// <summary>The name of the variant.</summary>
    public string Variant { get; }

    /// <summary>The mean of the baseline.</summary>
    public double BaselineMean { get; private init; }

    /// <summary>The mean of the variant.</summary>
    public double VariantMean { get; private init; }

    /// <summary>The mean of the variant minus that of the baseline.</summary>
    public double Difference { get; private init; }

    /// <summary>The lower bound of the confidence interval of the difference, by bootstrap over the cases.</summary>
    public double Low { get; private init; }

    /// <summary>The upper bound of the interval.</summary>
    public double High { get; private init; }

    /// <summary>The number of cases in which the variant is better.</summary>
    public int Wins { get; private init; }

    /// <summary>The number of cases in which it is worse.</summary>
    public int Losses { get; private init; }

    /// <summary>The number of cases in which both are equal.</summary>
    public int Ties { get; private init; }

    /// <summary>Whether the interval does not include 0.</summary>
    public bool IsSignificant => Low > 0 || High < 0;

    internal static ScoreComparison Of(VariantReport baseline, VariantReport variant, string score, ComparisonOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Resamples, 1);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(options.Confidence, 0);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(options.Confidence, 1);
        var known = baseline.Results.ToDictionary(result => result.Case.Id, StringComparer.Ordinal);
        var pairs = variant.Results.Where(result => known.ContainsKey(result.Case.Id))
            .Select(result => (Baseline: VariantReport.ValueOf(known[result.Case.Id], score) ?? 0, Variant: VariantReport.ValueOf(result, score) ?? 0))
            .ToList();
        double[] differences = [.. pairs.Select(pair => pair.Variant - pair.Baseline).Select(difference => Math.Abs(difference) <= Equal ? 0 : difference)];
        var (low, high) = Interval(differences, options);
        return new ScoreComparison(score, baseline.Name, variant.Name)
        {
            BaselineMean = pairs.Average(pair => pair.Baseline),
            VariantMean = pairs.Average(pair => pair.Variant),
            Difference = differences.Average(),
            Low = low,
            High = high,
            Wins = differences.Count(difference => difference > 0),
            Losses = differences.Count(difference => difference < 0),
            Ties = differences.Count(difference => difference == 0),
        };
    }

    private static (double Low, double High) Interval(double[] differences, ComparisonOptions options)
    {
        var random = new Random(options.Seed);
        var means = new double[options.Resamples];
        for (var i = 0; i < means.Length; i++)
        {
            var sum = 0d;
            for (var j = 0; j < differences.Length; j++)
            {
                sum += differences[random.Next(differences.Length)];
            }

            means[i] = sum / differences.Length;
        }

        Array.Sort(means);
        var tail = (1 - options.Confidence) / 2;
        return (means[(int)(tail * (means.Length - 1))], means[(int)Math.Ceiling((1 - tail) * (means.Length - 1))]);
    }
}
