using System.Text.Json.Nodes;
using Opper.Emulator.Functions;
using Opper.Emulator.Http;

namespace Opper.Emulator.Calls;

/// <summary>A checked call: the stored function with the request's own values on top.</summary>
internal sealed record CallSpecification
{
    public required JsonObject Function { get; init; }

    public required string Name { get; init; }

    public required string Instructions { get; init; }

    public JsonNode? Input { get; init; }

    public JsonObject? OutputSchema { get; init; }

    public JsonNode? Model { get; init; }

    public JsonArray? Examples { get; init; }

    public JsonObject? Tags { get; init; }

    public string? ParentSpanId { get; init; }

    public static CallSpecification ForCall(RequestBody body, FunctionStore functions)
    {
        var name = body.RequiredString("name");
        if (body.Has("name"))
        {
            FunctionEndpoints.CheckName(body, name);
        }

        body.String("instructions");
        body.Object("input_schema");
        body.Object("output_schema");
        body.Object("configuration");
        body.Model("model");
        CheckShared(body);
        body.ThrowIfInvalid();

        return Of(functions.FindOrCreate(name, () => body.Json), body);
    }

    public static CallSpecification ForFunction(JsonObject function, RequestBody body)
    {
        CheckShared(body);
        body.ThrowIfInvalid();
        // These belong to the function here; what a request says about them is not read.
        foreach (var field in (ReadOnlySpan<string>)["instructions", "output_schema", "model"])
        {
            body.Json.Remove(field);
        }

        return Of(function, body);
    }

    private static CallSpecification Of(JsonObject function, RequestBody body) => new()
    {
        Function = function,
        Name = (string)function["name"]!,
        Instructions = (string?)(body.Json["instructions"] ?? function["instructions"]) ?? FunctionStore.DefaultInstructions,
        Input = body.Json["input"],
        OutputSchema = (body.Json["output_schema"] ?? function["output_schema"]) as JsonObject,
        Model = body.Json["model"] ?? function["model"],
        Examples = body.Array("examples"),
        Tags = body.Object("tags"),
        ParentSpanId = body.Uuid("parent_span_id"),
    };

    private static void CheckShared(RequestBody body)
    {
        body.Uuid("parent_span_id");
        foreach (var (key, value) in body.Object("tags") ?? [])
        {
            if (value is not JsonValue v || !v.TryGetValue<string>(out _))
            {
                body.Fail("string_type", ["body", "tags", key], "Input should be a valid string", value);
            }
        }

        var examples = body.Array("examples") ?? [];
        for (var i = 0; i < examples.Count; i++)
        {
            foreach (var field in (ReadOnlySpan<string>)["input", "output"])
            {
                if (examples[i] is not JsonObject example || !example.ContainsKey(field))
                {
                    body.Fail("missing", ["body", "examples", i, field], "Field required", examples[i]);
                }
            }
        }
    }
}
