namespace Opper.Evaluation;

/// <summary>How far an evaluation is.</summary>
/// <param name="Variant">The variant at work.</param>
/// <param name="Stage">What is done: <see cref="Answers"/>, the name of a scorer's first score, or <see cref="Metrics"/>.</param>
/// <param name="Done">The cases that are done in this stage.</param>
/// <param name="Total">The cases of the dataset.</param>
public sealed record EvaluationProgress(string Variant, string Stage, int Done, int Total)
{
    /// <summary>The stage in which cases are answered.</summary>
    public const string Answers = "answers";

    /// <summary>The stage in which scores are recorded as metrics; it counts scores and not cases.</summary>
    public const string Metrics = "metrics";
}
