using System.Text.Json;
using System.Text.Json.Nodes;
using Newtonsoft.Json;

namespace Opper;

/// <summary>Lets callers put System.Text.Json's own values into a request, or ask for them as an output.</summary>
internal sealed class SystemTextJsonConverter : JsonConverter
{
    public static SystemTextJsonConverter Instance { get; } = new();

    public static bool Handles(Type type)
        => type == typeof(JsonElement) || type == typeof(JsonElement?) || type == typeof(JsonDocument) || typeof(JsonNode).IsAssignableFrom(type);

    public override bool CanConvert(Type objectType) => Handles(objectType);

    public override void WriteJson(JsonWriter writer, object? value, Newtonsoft.Json.JsonSerializer serializer)
    {
        var json = value switch
        {
            JsonElement { ValueKind: JsonValueKind.Undefined } => null,
            JsonElement element => element.GetRawText(),
            JsonDocument document => document.RootElement.GetRawText(),
            JsonNode node => node.ToJsonString(),
            _ => null,
        };
        if (json is null)
        {
            writer.WriteNull();
        }
        else
        {
            writer.WriteRawValue(json);
        }
    }

    public override object? ReadJson(JsonReader reader, Type objectType, object? existingValue, Newtonsoft.Json.JsonSerializer serializer)
    {
        var json = OpperJson.WriteString(Newtonsoft.Json.Linq.JToken.ReadFrom(reader));
        if (objectType == typeof(JsonDocument))
        {
            return JsonDocument.Parse(json);
        }

        if (typeof(JsonNode).IsAssignableFrom(objectType))
        {
            return JsonNode.Parse(json);
        }

        using var parsed = JsonDocument.Parse(json);
        return parsed.RootElement.Clone();
    }
}
