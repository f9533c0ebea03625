using Opper.Embeddings;

namespace Opper.Evaluation.Scoring;

internal sealed class EmbeddingScorer : Scorer
{
    private readonly OpperClient _opper;
    private readonly string? _model;
    private readonly string _name;

    public EmbeddingScorer(OpperClient opper, string? model, string name)
    {
        ArgumentNullException.ThrowIfNull(opper);
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        (_opper, _model, _name) = (opper, model, name);
    }

    public override IReadOnlyCollection<string> Names => [_name];

    public override string Fingerprint => $"embedding {_name} {_model}";

    public override async Task<IReadOnlyList<Score>> ScoreAsync(ScoringContext context, CancellationToken cancellationToken = default)
    {
        var request = new CreateEmbeddingRequest { Input = new[] { ScoringContext.Text(Scorers.Expected(context)), context.OutputText }, Model = _model };
        var vectors = (await _opper.Embeddings.CreateAsync(request, cancellationToken: cancellationToken).ConfigureAwait(false)).Data;
        return [new Score(_name, Cosine(vectors[0].Embedding, vectors[1].Embedding))];
    }

    private static double Cosine(IReadOnlyList<float> one, IReadOnlyList<float> other)
    {
        var lengths = Math.Sqrt(one.Sum(value => (double)value * value) * other.Sum(value => (double)value * value));
        return lengths == 0 ? 0 : one.Zip(other, (x, y) => (double)x * y).Sum() / lengths;
    }
}
