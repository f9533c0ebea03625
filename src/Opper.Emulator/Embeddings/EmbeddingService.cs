namespace Opper.Emulator.Embeddings;

/// <summary>Creates embeddings and records their usage.</summary>
internal sealed class EmbeddingService(ModelResolver models, UsageStore usage, TimeProvider time, int maxNumbers)
{
    private const int DefaultDimensions = 1536;
    private const int MaxDimensions = 8192;

    public (JsonObject Response, string Model, JsonObject Cost) Embed(RequestBody body)
    {
        List<string> texts = body.Json["input"] is JsonArray list ? [.. list.Select(i => i!.GetValue<string>())] : [body.Required("input")];
        var model = models.Resolve(body.Json["model"], ModelCatalog.DefaultEmbedding)[0];
        var dimensions = Dimensions(body, model.Options);
        body.ThrowIfInvalid();
        ApiException.BadRequestIf((long)texts.Count * dimensions > maxNumbers,
            $"{texts.Count} vectors with {dimensions} dimensions exceed the limit of {maxNumbers} numbers; send fewer texts");

        var tokens = texts.Sum(TokenUsage.Tokens);
        var used = new TokenUsage(tokens, 0);
        var cost = ModelCatalog.Cost(model.Name, used);
        usage.Add(time.GetUtcNow(), "embeddings", model.Name, used, cost, null);
        return (new JsonObject
        {
            ["model"] = model.Name,
            ["data"] = new JsonArray([.. texts.Select((text, i) => new JsonObject
            {
                ["index"] = i,
                ["embedding"] = new JsonArray([.. HashedEmbedding.Of(text, dimensions).Select(x => JsonValue.Create(x))]),
            })]),
            ["usage"] = new JsonObject { ["prompt_tokens"] = tokens, ["total_tokens"] = tokens },
        }, model.Name, cost);
    }

    private static int Dimensions(RequestBody body, JsonObject? options)
    {
        if (options?["dimensions"] is not { } value)
        {
            return DefaultDimensions;
        }

        if (value is JsonValue number && number.TryGetValue<int>(out var dimensions) && dimensions is >= 1 and <= MaxDimensions)
        {
            return dimensions;
        }

        body.Fail("int_type", ["body", "model", "options", "dimensions"], $"Input should be an integer from 1 to {MaxDimensions}", value);
        return 1;
    }
}
