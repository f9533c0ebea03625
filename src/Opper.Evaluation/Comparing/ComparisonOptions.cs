namespace Opper.Evaluation;

/// <summary>How variants are compared.</summary>
public sealed record ComparisonOptions
{
    /// <summary>How sure the interval is, between 0 and 1. Default: 0.95.</summary>
    public double Confidence { get; init; } = 0.95;

    /// <summary>How often the cases are drawn anew. Default: 2,000.</summary>
    public int Resamples { get; init; } = 2000;

    /// <summary>The seed of the drawing: the same results give the same interval. Default: 1.</summary>
    public int Seed { get; init; } = 1;
}
