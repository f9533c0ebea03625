using System.Text.Json;
using System.Text.Json.Serialization;

namespace Opper;

/// <summary>Writes a chunk as it is on the wire, and reads one written so.</summary>
internal sealed class StreamChunkConverter : JsonConverter<StreamChunk>
{
    public override StreamChunk? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var document = JsonDocument.ParseValue(ref reader);
        return new StreamChunkReader().Read(System.Text.Encoding.UTF8.GetBytes(document.RootElement.GetRawText()));
    }

    public override void Write(Utf8JsonWriter writer, StreamChunk value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        switch (value.Kind)
        {
            case StreamDeltaKind.String:
                writer.WriteString("delta", value.Delta);
                break;
            case StreamDeltaKind.None when value.JsonPath is not null:
                writer.WriteNull("delta");
                break;
            case not StreamDeltaKind.None:
                writer.WritePropertyName("delta");
                writer.WriteRawValue(value.Delta!);
                break;
            default:
                break;
        }

        WriteText(writer, "json_path", value.JsonPath);
        WriteText(writer, "span_id", value.SpanId);
        WriteText(writer, "chunk_type", value.ChunkType?.Value);
        WriteText(writer, "error_type", value.ErrorType);
        WriteText(writer, "error_message", value.ErrorMessage);
        foreach (var other in value.AdditionalProperties ?? new Dictionary<string, Newtonsoft.Json.Linq.JToken?>())
        {
            writer.WritePropertyName(other.Key);
            writer.WriteRawValue(other.Value?.ToString(Newtonsoft.Json.Formatting.None) ?? "null");
        }

        writer.WriteEndObject();
    }

    private static void WriteText(Utf8JsonWriter writer, string name, string? value)
    {
        if (value is not null)
        {
            writer.WriteString(name, value);
        }
    }
}
