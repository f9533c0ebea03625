namespace Opper.Evaluation;

/// <summary>The result of a case with a variant.</summary>
public sealed class CaseResult
{
    private readonly List<Score> _scores = [];

    internal CaseResult(EvaluationCase evaluated) => Case = evaluated;

    /// <summary>The case.</summary>
    public EvaluationCase Case { get; }

    /// <summary>The output, or <see langword="null"/> if the call failed.</summary>
    public RawJson? Output { get; internal init; }

    /// <summary>The error of the call, or <see langword="null"/>.</summary>
    public string? Error { get; internal init; }

    /// <summary>The scores, in the order of the scorers. Those of a failed call are failures.</summary>
    public IReadOnlyList<Score> Scores => _scores;

    /// <summary>The cost of the call in USD, as far as it is known.</summary>
    public decimal Cost { get; internal init; }

    /// <summary>The cost of the scores in USD.</summary>
    public decimal ScoringCost { get; internal set; }

    /// <summary>How long the call took.</summary>
    public TimeSpan Latency { get; internal init; }

    /// <summary>The input tokens of the call.</summary>
    public long InputTokens { get; internal init; }

    /// <summary>The output tokens of the call.</summary>
    public long OutputTokens { get; internal init; }

    /// <summary>The span of the call.</summary>
    public string? SpanId { get; internal init; }

    /// <summary>Whether the output was recorded by an earlier run.</summary>
    public bool IsReplayed { get; internal init; }

    /// <summary>The number of scores that could not be recorded as metrics of the span.</summary>
    public int MetricErrors { get; internal set; }

    internal void Add(IEnumerable<Score> scores) => _scores.AddRange(scores);
}
