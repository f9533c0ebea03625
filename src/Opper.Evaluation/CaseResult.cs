namespace Opper.Evaluation;

/// <summary>What became of a case with a variant.</summary>
public sealed class CaseResult
{
    private readonly List<Score> _scores = [];

    internal CaseResult(EvaluationCase evaluated) => Case = evaluated;

    /// <summary>The case.</summary>
    public EvaluationCase Case { get; }

    /// <summary>The answer, or <see langword="null"/> where the call failed.</summary>
    public RawJson? Output { get; internal init; }

    /// <summary>Why the call failed, or <see langword="null"/>.</summary>
    public string? Error { get; internal init; }

    /// <summary>The scores, in the order of the scorers. Those of a call that failed are failures.</summary>
    public IReadOnlyList<Score> Scores => _scores;

    /// <summary>What the call cost in USD, as far as its answer says so.</summary>
    public decimal Cost { get; internal init; }

    /// <summary>What its scores cost in USD.</summary>
    public decimal ScoringCost { get; internal set; }

    /// <summary>How long the call took.</summary>
    public TimeSpan Latency { get; internal init; }

    /// <summary>The tokens that the call read.</summary>
    public long InputTokens { get; internal init; }

    /// <summary>The tokens that the call wrote.</summary>
    public long OutputTokens { get; internal init; }

    /// <summary>The span of the call.</summary>
    public string? SpanId { get; internal init; }

    /// <summary>Whether the answer was recorded by an earlier run.</summary>
    public bool IsReplayed { get; internal init; }

    /// <summary>How many of the scores could not be recorded as metrics of the span.</summary>
    public int MetricErrors { get; internal set; }

    internal void Add(IEnumerable<Score> scores) => _scores.AddRange(scores);
}
