namespace Opper.Evaluation.Scoring;

internal sealed class DelegateScorer : Scorer
{
    private readonly Func<ScoringContext, CancellationToken, Task<Score>> _score;

    public DelegateScorer(string name, Func<ScoringContext, CancellationToken, Task<Score>> score, string? fingerprint)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(score);
        Names = [name];
        Fingerprint = fingerprint;
        _score = score;
    }

    public override IReadOnlyCollection<string> Names { get; }

    public override string? Fingerprint { get; }

    public override async Task<IReadOnlyList<Score>> ScoreAsync(ScoringContext context, CancellationToken cancellationToken = default) =>
        [await _score(context, cancellationToken).ConfigureAwait(false)];
}
