using System.Text.Json;
using System.Text.Json.Serialization;

namespace Opper;

/// <summary>Writes the API's own models within callers' values.</summary>
internal sealed class ModelConverter<T> : JsonConverter<T>
{
    public override T? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var document = JsonDocument.ParseValue(ref reader);
        return OpperJson.Read<T>(System.Text.Encoding.UTF8.GetBytes(document.RootElement.GetRawText()));
    }

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options)
    {
        using var bytes = OpperJson.Write(value!);
        writer.WriteRawValue(bytes.Span, skipInputValidation: true);
    }
}
