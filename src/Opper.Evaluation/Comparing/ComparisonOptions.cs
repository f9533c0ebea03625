namespace Opper.Evaluation;

/// <summary>Options of a comparison.</summary>
public sealed record ComparisonOptions
{
    /// <summary>The confidence level, between 0 and 1. Default: 0.95.</summary>
    public double Confidence { get; init; } = 0.95;

    /// <summary>The number of bootstrap resamples. Default: 2,000.</summary>
    public int Resamples { get; init; } = 2000;

    /// <summary>The seed of the resampling: the same results have the same interval. Default: 1.</summary>
    public int Seed { get; init; } = 1;
}
