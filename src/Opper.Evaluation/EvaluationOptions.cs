using Opper.Batch;

namespace Opper.Evaluation;

/// <summary>Options of an evaluation.</summary>
public sealed class EvaluationOptions
{
    /// <summary>A name for the evaluation, shown in reports. Default: <c>evaluation</c>.</summary>
    public string Name { get; set; } = "evaluation";

    /// <summary>The SQLite file in which outputs and paid scores are recorded, so that they are not paid for twice and interrupted runs can be resumed.
    /// Evaluations may share it at the same time: where they need the same outputs or scores, one waits until the other has recorded them.
    /// Default: none.</summary>
    public string? JournalPath { get; set; }

    /// <summary>The maximum number of calls in flight. Default: 16.</summary>
    public int MaxConcurrency { get; set; } = 16;

    /// <summary>Whether outputs and scores that were recorded as failed are retried. Default: <see langword="true"/>.</summary>
    public bool RetryFailed { get; set; } = true;

    /// <summary>The maximum cost in USD of the outputs of one variant, or of the scores of one scorer for them. Default: no limit.</summary>
    public decimal? BudgetLimit { get; set; }

    /// <summary>Whether scores are recorded as metrics of the spans of the calls. <c>POST /v2/spans/{span_id}/metrics</c>. Default: <see langword="true"/>; a
    /// failure has no metric.</summary>
    public bool RecordMetrics { get; set; } = true;

    /// <summary>Receives the progress. Default: none.</summary>
    public IProgress<EvaluationProgress>? Progress { get; set; }

    internal EvaluationOptions Checked()
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(Name);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxConcurrency, 1);
        return (EvaluationOptions)MemberwiseClone();
    }

    internal BatchOptions ToBatchOptions(string fingerprint) => new()
    {
        Name = Name,
        Fingerprint = fingerprint,
        JournalPath = JournalPath,
        JournalTimeout = Timeout.InfiniteTimeSpan,
        MaxConcurrency = MaxConcurrency,
        InitialConcurrency = Math.Min(8, MaxConcurrency),
        RetryFailed = RetryFailed,
        BudgetLimit = BudgetLimit,
    };
}
