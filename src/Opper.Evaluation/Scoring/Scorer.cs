namespace Opper.Evaluation;

/// <summary>Measures answers. Those that come with the package are in <see cref="Scorers"/>.</summary>
public abstract class Scorer
{
    /// <summary>The names of the scores that an answer always has; further ones may come with it.</summary>
    public abstract IReadOnlyCollection<string> Names { get; }

    /// <summary>
    /// What tells the scorer from what it was before, where measuring costs money: its scores are then recorded and found again under the same value.
    /// Default: <see langword="null"/>, answers are measured anew in each run.
    /// </summary>
    public virtual string? Fingerprint => null;

    /// <summary>Measures an answer. What it throws becomes a failure of its scores.</summary>
    /// <param name="context">The case and the answer.</param>
    /// <param name="cancellationToken">Cancels the measuring.</param>
    /// <returns>The scores.</returns>
    public abstract Task<IReadOnlyList<Score>> ScoreAsync(ScoringContext context, CancellationToken cancellationToken = default);
}
