using System.Runtime.InteropServices;

namespace Opper.Emulator.Compat;

/// <summary>The surface compatible with OpenAI and Anthropic, over the functions, chats, traces and usage of version 2.</summary>
internal static class CompatEndpoints
{
    public static void MapCompat(this IEndpointRouteBuilder app, CompatReader reader, ChatService chats, MessageService messages, EmbeddingService embeddings)
    {
        app.MapPost(EmulatorPaths.Compat + "/chat/completions", (HttpRequest request) =>
        {
            var (call, chat) = reader.Read(request);
            return chats.CompleteAsync(call, chat, request.HttpContext);
        });
        app.MapPost(EmulatorPaths.Compat + "/v1/messages", messages.CompleteAsync);
        app.MapPost(EmulatorPaths.Compat + "/embeddings", (HttpRequest request) => Embed(request, embeddings));
        app.MapGet(EmulatorPaths.Compat + "/models", () => Wire.Json(new JsonObject
        {
            ["object"] = "list",
            ["data"] = new JsonArray([.. ModelCatalog.All().Select(model => new JsonObject
            {
                ["id"] = (string)model["name"]!,
                ["object"] = "model",
                ["created"] = 0,
                ["owned_by"] = "opper",
                ["opper"] = model.Pick("location", "input_cost_per_token", "output_cost_per_token"),
            })]),
        }));
        app.MapGet(EmulatorPaths.PublicModels, () => Wire.Json(new JsonObject
        {
            ["models"] = new JsonArray([.. ModelCatalog.All().Select(model => new JsonObject
            {
                ["id"] = (string)model["name"]!,
                ["model"] = ((string)model["name"]!).Split('/')[^1],
                ["region"] = (string)model["location"]!,
            })]),
        }));
    }

    private static IResult Embed(HttpRequest request, EmbeddingService embeddings)
    {
        var body = RequestBody.Of(request).Json;
        var (response, model, cost) = embeddings.Embed(new RequestBody(new JsonObject
        {
            ["input"] = body["input"]?.DeepClone(),
            ["model"] = new JsonObject
            {
                ["name"] = (string?)body["model"] ?? ModelCatalog.DefaultEmbedding,
                ["options"] = body["dimensions"] is { } dimensions ? new JsonObject { ["dimensions"] = dimensions.DeepClone() } : null,
            },
        }));
        response["object"] = "list";
        response["usage"]!["opper"] = new JsonObject { ["cost"] = cost.DeepClone() };
        foreach (var vector in response["data"]!.AsArray())
        {
            vector!["object"] = "embedding";
            if ((string?)body["encoding_format"] == "base64")
            {
                float[] numbers = [.. vector["embedding"]!.AsArray().Select(number => (float)number!)];
                vector["embedding"] = Convert.ToBase64String(MemoryMarshal.AsBytes<float>(numbers));
            }
        }

        CallHeaders.Add(request.HttpContext.Response, spanId: null, model);
        CallHeaders.AddCost(request.HttpContext.Response, cost);
        return Wire.Json(response);
    }
}
