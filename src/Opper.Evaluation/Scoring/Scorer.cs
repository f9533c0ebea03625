namespace Opper.Evaluation;

/// <summary>Scores outputs. <see cref="Scorers"/> has the scorers of the package.</summary>
public abstract class Scorer
{
    /// <summary>The names of the scores that every output has; there may be others.</summary>
    public abstract IReadOnlyCollection<string> Names { get; }

    /// <summary>
    /// Identifies the version of a scorer that costs money: its scores are recorded, and reused for the same value.
    /// Default: <see langword="null"/>, outputs are scored in each run.
    /// </summary>
    public virtual string? Fingerprint => null;

    /// <summary>Scores an output. An exception becomes a failure of its scores.</summary>
    /// <param name="context">The case and the output.</param>
    /// <param name="cancellationToken">Cancels the scoring.</param>
    /// <returns>The scores.</returns>
    public abstract Task<IReadOnlyList<Score>> ScoreAsync(ScoringContext context, CancellationToken cancellationToken = default);
}
