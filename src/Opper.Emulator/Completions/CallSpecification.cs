namespace Opper.Emulator.Completions;

/// <summary>A validated call: the stored function, overridden by the values of the request.</summary>
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

    /// <summary>How long the output may be reused, in seconds; 0 disables caching.</summary>
    public int CacheTtl { get; init; }

    /// <summary>The chat request, if the call is a chat.</summary>
    public ChatConversation? Chat { get; init; }

    /// <summary>The first model to try; after completion, the one that was used.</summary>
    public ResolvedModel Model => Models[0];

    /// <summary>The cache key of the call.</summary>
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
