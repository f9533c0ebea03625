namespace Opper.Emulator.Models;

/// <summary>The models that the emulator lists, with plausible prices in USD.</summary>
internal static class ModelCatalog
{
    public const string DefaultText = "azure/gpt-4o-eu";
    public const string DefaultEmbedding = "azure/text-embedding-3-large";

    private static readonly ListedModel[] Listed =
    [
        new("anthropic", "anthropic/claude-haiku-4.5", "us", 1e-6m, 5e-6m),
        new("anthropic", "anthropic/claude-sonnet-4", "us", 3e-6m, 1.5e-5m),
        new("azure", DefaultText, "eu", 2.5e-6m, 1e-5m),
        new("azure", DefaultEmbedding, "eu", 1.3e-7m, null),
        new("gcp", "gcp/gemini-2.0-flash", "eu", 1e-7m, 4e-7m),
        new("mistral", "mistral/mistral-large-eu", "eu", 2e-6m, 6e-6m),
        new("mistral", "mistral/mistral-small", "eu", 1e-7m, 3e-7m),
        new("openai", "openai/gpt-4o", "us", 2.5e-6m, 1e-5m),
        new("openai", "openai/gpt-4o-mini", "us", 1.5e-7m, 6e-7m),
        new("openai", "openai/text-embedding-3-small", "us", 2e-8m, null),
    ];

    // Models that are not listed have the price of a small model, so that calls always have a cost.
    private static readonly ListedModel Unlisted = new("other", "other", "local", 1e-7m, 4e-7m);

    public static IReadOnlyList<JsonObject> All() => [.. Listed.Select(m => new JsonObject
    {
        ["hosting_provider"] = m.Provider,
        ["name"] = m.Name,
        ["location"] = m.Location,
        ["input_cost_per_token"] = m.InputPrice,
        ["output_cost_per_token"] = m.OutputPrice,
    })];

    /// <summary>Whether the model is listed, with or without its provider prefix.</summary>
    public static bool Knows(string name) => Find(name) is not null;

    /// <summary>The list price of the model, and a tenth of it for the platform.</summary>
    public static JsonObject Cost(string model, TokenUsage usage)
    {
        var price = Find(model) ?? Unlisted;
        return Cost((usage.Input * price.InputPrice) + (usage.Output * (price.OutputPrice ?? 0)));
    }

    public static JsonObject Cost(decimal generation) => new()
    {
        ["generation"] = generation,
        ["platform"] = generation / 10,
        ["total"] = generation * 1.1m,
    };

    private static ListedModel? Find(string name) => Array.Find(Listed, m => m.Name == name || m.Name.EndsWith($"/{name}", StringComparison.Ordinal));

    private sealed record ListedModel(string Provider, string Name, string Location, decimal InputPrice, decimal? OutputPrice);
}
