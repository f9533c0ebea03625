namespace Opper.Emulator.Calls;

/// <summary>Creates a call from a request and its stored function.</summary>
internal sealed class CallReader(FunctionStore functions, DatasetStore datasets, ModelResolver models)
{
    private const string FewShotCount = "invocation.few_shot.count";
    private const string CacheTtl = "invocation.cache.ttl";
    private const int DefaultFewShotCount = 3;

    public CallSpecification ForCall(RequestBody body)
    {
        var name = body.Required("name");
        FunctionEndpoints.CheckName(body, name);
        var parent = body.Uuid("parent_span_id");
        body.ThrowIfInvalid();
        // Resolved first, so that a call with an unknown model creates no function.
        models.Resolve(body.Json["model"], ModelCatalog.DefaultText);
        return Of(functions.FindOrCreate(name, () => body.Json), body.Json, parent);
    }

    /// <summary>Calls a stored function, whose instructions, schema and model are used; those in the request are ignored.</summary>
    public CallSpecification ForFunction(JsonObject function, RequestBody body)
    {
        var parent = body.Uuid("parent_span_id");
        body.ThrowIfInvalid();
        return Of(function, body.Json.Pick("input", "examples", "tags"), parent);
    }

    private CallSpecification Of(JsonObject function, JsonObject request, string? parentSpanId)
    {
        var configuration = function["configuration"] as JsonObject;
        var input = request["input"];
        return new CallSpecification
        {
            Name = (string)function["name"]!,
            Instructions = (string?)(request["instructions"] ?? function["instructions"]) ?? FunctionStore.DefaultInstructions,
            Models = models.Resolve(request["model"] ?? function["model"], ModelCatalog.DefaultText),
            Input = input,
            OutputSchema = (request["output_schema"] ?? function["output_schema"]) as JsonObject,
            Examples = Examples(request["examples"] as JsonArray, function, configuration, input),
            Tags = request["tags"] as JsonObject,
            ParentSpanId = parentSpanId,
            CacheTtl = Number((request["configuration"] as JsonObject)?[CacheTtl] ?? configuration?[CacheTtl], 0),
        };
    }

    // The examples of the call, then the nearest ones of the function's dataset.
    private JsonArray Examples(JsonArray? own, JsonObject function, JsonObject? configuration, JsonNode? input)
    {
        var count = Number(configuration?[FewShotCount] ?? configuration?["few_shot_count"], DefaultFewShotCount);
        var nearest = count > 0 ? datasets.Nearest((string)function["dataset_id"]!, Wire.AsString(input) ?? string.Empty, count) : [];
        return [.. (own ?? []).Select(e => e?.DeepClone()), .. nearest.Select(e => (JsonNode)new JsonObject
        {
            ["input"] = Wire.Parsed((string?)e["input"]),
            ["output"] = Wire.Parsed((string?)e["expected"] ?? (string?)e["output"]),
        })];
    }

    private static int Number(JsonNode? value, int fallback) =>
        value is JsonValue v && v.TryGetValue<int>(out var number) ? number : fallback;
}
