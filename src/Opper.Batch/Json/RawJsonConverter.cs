using System.Text.Json;
using System.Text.Json.Serialization;

namespace Opper.Batch.Json;

/// <summary>JSON text as it is.</summary>
internal sealed class RawJsonConverter : JsonConverter<RawJson>
{
    public static RawJson Read(ref Utf8JsonReader reader)
    {
        using var document = JsonDocument.ParseValue(ref reader);
        return RawJson.Parse(document.RootElement.GetRawText());
    }

    public override RawJson Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Read(ref reader);

    public override void Write(Utf8JsonWriter writer, RawJson value, JsonSerializerOptions options) =>
        writer.WriteRawValue(value.Utf8.Span, skipInputValidation: true);
}
