using Opper.Evaluation.Reports;

namespace Opper.Evaluation;

/// <summary>The results of an evaluation.</summary>
public sealed class EvaluationReport
{
    internal EvaluationReport(string name, DateTimeOffset startedAt, IReadOnlyList<VariantReport> variants)
    {
        Name = name;
        StartedAt = startedAt;
        Variants = variants;
    }

    /// <summary>The name of the evaluation.</summary>
    public string Name { get; }

    /// <summary>When it began.</summary>
    public DateTimeOffset StartedAt { get; }

    /// <summary>The results of each variant, in their order. The first one is the baseline, unless another is named.</summary>
    public IReadOnlyList<VariantReport> Variants { get; }

    /// <summary>The results of a variant.</summary>
    /// <param name="variant">Its name.</param>
    /// <exception cref="ArgumentException">No variant has the name.</exception>
    public VariantReport this[string variant] => Variants.FirstOrDefault(one => one.Name == variant) ?? throw new ArgumentException($"There is no variant '{variant}'.", nameof(variant));

    /// <summary>Compares a variant with a baseline, case by case, in each score: means, their difference with a confidence interval, wins and losses.</summary>
    /// <param name="variant">The name of the variant.</param>
    /// <param name="baseline">The name of the baseline. Default: the first variant.</param>
    /// <param name="options">How sure the interval is, and its seed.</param>
    /// <returns>A comparison for each score that one of the two has.</returns>
    /// <exception cref="ArgumentException">No variant has the name.</exception>
    public IReadOnlyList<ScoreComparison> Compare(string variant, string? baseline = null, ComparisonOptions? options = null)
    {
        var (one, other) = (baseline is null ? Variants[0] : this[baseline], this[variant]);
        return [.. one.ScoreNames.Union(other.ScoreNames, StringComparer.Ordinal).Select(score => ScoreComparison.Of(one, other, score, options ?? new ComparisonOptions()))];
    }

    /// <summary>The report as one HTML page that needs nothing from the network.</summary>
    /// <param name="baseline">The name of the variant that others are compared with. Default: the first.</param>
    /// <returns>The page.</returns>
    /// <exception cref="ArgumentException">No variant has the name.</exception>
    public string ToHtml(string? baseline = null) => new HtmlReport(this, baseline is null ? Variants[0] : this[baseline]).Write();

    /// <summary>The summary as Markdown, for the page of a build or a comment on a change.</summary>
    /// <param name="gate">The outcome of a gate, to be shown too. Default: none.</param>
    /// <param name="baseline">The name of the variant that others are compared with. Default: the first.</param>
    /// <returns>The Markdown.</returns>
    public string ToMarkdown(GateResult? gate = null, string? baseline = null) => MarkdownReport.Write(this, baseline is null ? Variants[0] : this[baseline], gate);
}
