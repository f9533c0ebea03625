using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Opper.Extensions.AI;

/// <summary>Sets fields of a request by their JSON names, whether they are properties of the request or additional ones.</summary>
internal static partial class ChatFields
{
    /// <summary>Adds fields to a request, except those that are already set.</summary>
    public static Chat.ChatCompletionRequest Add(Chat.ChatCompletionRequest request, IEnumerable<KeyValuePair<string, object?>> fields)
    {
        var json = JsonSerializer.SerializeToNode(request, Wire.Default.ChatCompletionRequest)!.AsObject();
        foreach (var field in fields)
        {
            if (!json.ContainsKey(field.Key))
            {
                Check(field);
                json[field.Key] = JsonNode.Parse(AIJson.Write(field.Value));
            }
        }

        return json.Deserialize(Wire.Default.ChatCompletionRequest)!;
    }

    private static void Check(KeyValuePair<string, object?> field)
    {
        try
        {
            new JsonObject { [field.Key] = JsonNode.Parse(AIJson.Write(field.Value)) }.Deserialize(Wire.Default.ChatCompletionRequest);
        }
        catch (JsonException exception)
        {
            throw new ArgumentException($"ChatOptions.AdditionalProperties[\"{field.Key}\"] is not valid for the request field of that "
                + $"name: {exception.Message}", nameof(field), exception);
        }
    }

    [JsonSerializable(typeof(Chat.ChatCompletionRequest))]
    private sealed partial class Wire : JsonSerializerContext;
}
