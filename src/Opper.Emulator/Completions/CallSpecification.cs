using Opper.Emulator.Json;
using Opper.Emulator.Models;

namespace Opper.Emulator.Completions;

/// <summary>A checked call: the stored function with the request's own values on top.</summary>
internal sealed record CallSpecification
{
    public required string Name { get; init; }

    public required string Instructions { get; init; }

    public required IReadOnlyList<ResolvedModel> Models { get; init; }

    public JsonNode? Input { get; init; }

    public JsonObject? OutputSchema { get; init; }

    public JsonArray Examples { get; init; } = [];

    public JsonObject? Tags { get; init; }

    public string? ParentSpanId { get; init; }

    /// <summary>How long an answer may be given again, in seconds; 0 for not at all.</summary>
    public int CacheTtl { get; init; }

    /// <summary>The request, where the call is a chat.</summary>
    public ChatConversation? Chat { get; init; }

    /// <summary>The first model, until one of them has answered.</summary>
    public ResolvedModel Model => Models[0];

    /// <summary>What makes two calls the same to the cache.</summary>
    public string CacheKey() => Wire.Text(new JsonObject
    {
        ["name"] = Name,
        ["instructions"] = Instructions,
        ["models"] = new JsonArray([.. Models.Select(m => new JsonArray(m.Name, m.Options?.DeepClone()))]),
        ["input"] = Input?.DeepClone(),
        ["schema"] = OutputSchema?.DeepClone(),
        ["examples"] = Examples.DeepClone(),
    });
}
