using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Opper.Extensions.AI;

/// <summary>Sets fields of a request by their names on the wire: those that it has as properties there, others beside them.</summary>
internal static partial class ChatFields
{
    /// <summary>Gives a request with further fields, except those that are set in it already.</summary>
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
            throw new ArgumentException($"ChatOptions.AdditionalProperties[\"{field.Key}\"] does not fit the request's field of that name: {exception.Message}", nameof(field), exception);
        }
    }

    [JsonSerializable(typeof(Chat.ChatCompletionRequest))]
    private sealed partial class Wire : JsonSerializerContext;
}
