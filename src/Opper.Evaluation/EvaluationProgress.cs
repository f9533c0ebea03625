namespace Opper.Evaluation;

/// <summary>The progress of an evaluation.</summary>
/// <param name="Variant">The current variant.</param>
/// <param name="Stage">The current stage: <see cref="Outputs"/>, the name of a scorer's first score, or <see cref="Metrics"/>.</param>
/// <param name="Done">The number of completed cases in this stage.</param>
/// <param name="Total">The number of cases.</param>
public sealed record EvaluationProgress(string Variant, string Stage, int Done, int Total)
{
    /// <summary>The stage in which cases are run.</summary>
    public const string Outputs = "outputs";

    /// <summary>The stage in which scores are recorded as metrics; it counts scores and not cases.</summary>
    public const string Metrics = "metrics";
}
