using Opper.Models;

namespace Opper.Batch.Budgets;

/// <summary>The cost of calls whose responses report tokens but no cost, by the prices of <c>GET /v2/models</c>. They are looked up once, when the first such
/// call needs them.</summary>
internal sealed class ModelPrices(OpperClient opper)
{
    private readonly object _lock = new();
    private Task<ILookup<string, ModelInfo>>? _models;

    /// <returns>The cost in USD, or <see langword="null"/> if the price of the model or the number of tokens is not known.</returns>
    public async ValueTask<decimal?> CostAsync(OpperCallUsage usage)
    {
        if (usage.Model is null || usage.InputTokens is null)
        {
            return null;
        }

        // A model that several providers host may have several prices: the highest counts.
        decimal? most = null;
        foreach (var model in (await ModelsAsync().ConfigureAwait(false))[usage.Model])
        {
            var output = usage.OutputTokens is null or 0 ? 0 : model.OutputCostPerToken;
            if (model.InputCostPerToken is >= 0 and < 1e6 and { } input && output is >= 0 and < 1e6 and { } answer)
            {
                most = Math.Max(most ?? 0, ((decimal)input * usage.InputTokens.Value) + ((decimal)answer * (usage.OutputTokens ?? 0)));
            }
        }

        return most;
    }

    private Task<ILookup<string, ModelInfo>> ModelsAsync()
    {
        lock (_lock)
        {
            return _models ??= ReadAsync();
        }
    }

    private async Task<ILookup<string, ModelInfo>> ReadAsync()
    {
        var models = new List<ModelInfo>();
        try
        {
            await foreach (var model in opper.Models.ListAllAsync().ConfigureAwait(false))
            {
                models.Add(model);
            }
        }
        catch (OpperException)
        {
            // Without prices the cost is unknown, which a budget takes into account.
        }

        return models.ToLookup(static model => model.Name, StringComparer.Ordinal);
    }
}
