using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Opper.Emulator.Calls;
using Opper.Emulator.Http;

namespace Opper.Emulator.Embeddings;

internal static class EmbeddingEndpoints
{
    private const string DefaultModel = "azure/text-embedding-3-large";
    private const int DefaultDimensions = 1536;
    private const int MaxDimensions = 8192;

    public static void MapEmbeddings(this IEndpointRouteBuilder app) => app.MapPost("/v2/embeddings", async (HttpRequest request) =>
    {
        var body = await RequestBody.ReadAsync(request);
        var texts = body.Present("input") ? Texts(body) : [];
        var model = body.Model("model") is JsonArray list ? list.FirstOrDefault() : body.Json["model"];
        var dimensions = Dimensions(body, model);
        body.ThrowIfInvalid();

        var tokens = texts.Sum(TokenUsage.Tokens);
        return Wire.Json(new JsonObject
        {
            ["model"] = (string?)(model is JsonObject o ? o["name"] : model) ?? DefaultModel,
            ["data"] = new JsonArray([.. texts.Select((text, i) => new JsonObject
            {
                ["index"] = i,
                ["embedding"] = new JsonArray([.. HashedEmbedding.Of(text, dimensions).Select(x => JsonValue.Create(x))]),
            })]),
            ["usage"] = new JsonObject { ["prompt_tokens"] = tokens, ["total_tokens"] = tokens },
        });
    });

    private static List<string> Texts(RequestBody body)
    {
        if (body.Json["input"] is JsonArray list && list.All(IsString))
        {
            return [.. list.Select(i => i!.GetValue<string>())];
        }

        if (IsString(body.Json["input"]))
        {
            return [body.Json["input"]!.GetValue<string>()];
        }

        body.Fail("string_type", "input", "Input should be a valid string or a list of strings", body.Json["input"]);
        return [];
    }

    private static bool IsString(JsonNode? node) => node?.GetValueKind() == JsonValueKind.String;

    private static int Dimensions(RequestBody body, JsonNode? model)
    {
        if ((model as JsonObject)?["options"] is not JsonObject options || options["dimensions"] is not { } value)
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
