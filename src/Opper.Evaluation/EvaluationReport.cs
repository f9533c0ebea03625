using System.Collections.Concurrent;
using Opper.Evaluation.Reports;

namespace Opper.Evaluation;

/// <summary>The results of an evaluation.</summary>
public sealed class EvaluationReport
{
    // The gate and each report have the same ones, and a resampling of many cases takes long.
    private readonly ConcurrentDictionary<(VariantReport Baseline, VariantReport Variant, string Score, ComparisonOptions), ScoreComparison> _known = new();

    internal EvaluationReport(string name, DateTimeOffset startedAt, IReadOnlyList<VariantReport> variants)
    {
        Name = name;
        StartedAt = startedAt;
        Variants = variants;
    }

    /// <summary>The name of the evaluation.</summary>
    public string Name { get; }

    /// <summary>The start time.</summary>
    public DateTimeOffset StartedAt { get; }

    /// <summary>The results of each variant, in order. The first one is the default baseline.</summary>
    public IReadOnlyList<VariantReport> Variants { get; }

    /// <summary>The results of a variant.</summary>
    /// <param name="variant">Its name.</param>
    /// <exception cref="ArgumentException">There is no variant of this name.</exception>
    public VariantReport this[string variant] =>
        Variants.FirstOrDefault(one => one.Name == variant) ?? throw new ArgumentException($"There is no variant '{variant}'.", nameof(variant));

    /// <summary>Compares a variant with a baseline, case by case: for each score the means, their difference with a confidence interval, wins and
    /// losses.</summary>
    /// <param name="variant">The name of the variant.</param>
    /// <param name="baseline">The name of the baseline. Default: the first variant.</param>
    /// <param name="options">The options of the comparison.</param>
    /// <returns>A comparison for each score.</returns>
    /// <exception cref="ArgumentException">There is no variant of this name.</exception>
    public IReadOnlyList<ScoreComparison> Compare(string variant, string? baseline = null, ComparisonOptions? options = null)
    {
        var (one, other) = (baseline is null ? Variants[0] : this[baseline], this[variant]);
        return [.. one.ScoreNames.Union(other.ScoreNames,
            StringComparer.Ordinal).Select(score => Compare(one, other, score, options ?? new ComparisonOptions()))];
    }

    /// <summary>The report as a self-contained HTML page.</summary>
    /// <param name="baseline">The name of the baseline. Default: the first variant.</param>
    /// <returns>The page.</returns>
    /// <exception cref="ArgumentException">There is no variant of this name.</exception>
    public string ToHtml(string? baseline = null) => new HtmlReport(this, baseline is null ? Variants[0] : this[baseline]).Write();

    /// <summary>The summary as Markdown, for build summaries and pull request comments.</summary>
    /// <param name="gate">The result of a gate to include. Default: none.</param>
    /// <param name="baseline">The name of the baseline. Default: the first variant.</param>
    /// <returns>The Markdown.</returns>
    public string ToMarkdown(GateResult? gate = null, string? baseline = null) =>
        MarkdownReport.Write(this, baseline is null ? Variants[0] : this[baseline], gate);

    internal ScoreComparison Compare(VariantReport baseline, VariantReport variant, string score, ComparisonOptions options) =>
        _known.GetOrAdd((baseline, variant, score, options), static key => ScoreComparison.Of(key.Baseline, key.Variant, key.Score, key.Item4));
}
