using Opper.Batch.Budgets;

namespace Opper.Batch.Running;

internal sealed class EmbeddingWork : BatchWork<string, IReadOnlyList<float>>
{
    private readonly OpperClient _opper;
    private readonly ModelSelection? _model;

    public EmbeddingWork(OpperClient opper, ModelSelection? model)
    {
        ArgumentNullException.ThrowIfNull(opper);
        (_opper, _model) = (opper, model);
    }

    public override string Name => "embeddings";

    public override ValueTask<PreparedWork<string, IReadOnlyList<float>>> PrepareAsync(CancellationToken cancellationToken) =>
        new(new PreparedWork<string, IReadOnlyList<float>>("embedding " + (_model is null ? null : string.Join(' ', _model.Names)), EmbedAsync,
            new ModelPrices(_opper)));

    private async Task<IReadOnlyList<float>> EmbedAsync(string text, CancellationToken cancellationToken) =>
        (await _opper.Embeddings.CreateAsync(text, _model, cancellationToken: cancellationToken).ConfigureAwait(false)).Data[0].Embedding.ToArray();
}
