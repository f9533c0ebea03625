using System.Text.Json.Nodes;
using Opper.Emulator.Calls;

namespace Opper.Emulator.Models;

/// <summary>The models the emulator lists, with plausible prices in USD per token.</summary>
internal static class ModelCatalog
{
    public const string BuiltIn = "emulator/built-in";
    public const string Scripted = "emulator/scripted";

    private static readonly (string Provider, string Name, string Location, double Input, double? Output)[] s_models =
    [
        ("anthropic", "anthropic/claude-sonnet-4", "us", 3e-6, 1.5e-5),
        ("azure", "azure/gpt-4o-eu", "eu", 2.5e-6, 1e-5),
        ("azure", "azure/text-embedding-3-large", "eu", 1.3e-7, null),
        ("emulator", BuiltIn, "local", 1e-8, 2e-8),
        ("emulator", Scripted, "local", 1e-8, 2e-8),
        ("gcp", "gcp/gemini-2.0-flash", "eu", 1e-7, 4e-7),
        ("mistral", "mistral/mistral-large-eu", "eu", 2e-6, 6e-6),
        ("openai", "openai/gpt-4o", "us", 2.5e-6, 1e-5),
        ("openai", "openai/gpt-4o-mini", "us", 1.5e-7, 6e-7),
        ("openai", "openai/text-embedding-3-small", "us", 2e-8, null),
    ];

    public static IReadOnlyList<JsonObject> All() => [.. s_models.Select(m => new JsonObject
    {
        ["hosting_provider"] = m.Provider,
        ["name"] = m.Name,
        ["location"] = m.Location,
        ["input_cost_per_token"] = m.Input,
        ["output_cost_per_token"] = m.Output,
    })];

    /// <summary>The list price of the model that answered, and a tenth of it for the platform.</summary>
    public static JsonObject Cost(string model, TokenUsage usage)
    {
        var price = s_models.FirstOrDefault(m => m.Name == model);
        var generation = (decimal)((usage.Input * price.Input) + (usage.Output * (price.Output ?? 0)));
        var platform = generation / 10;
        return new JsonObject { ["generation"] = generation, ["platform"] = platform, ["total"] = generation + platform };
    }
}
