using System.Text.Json;
using System.Text.Json.Serialization;
using Newtonsoft.Json.Linq;

namespace Opper.Batch.Json;

/// <summary>Json.NET tokens, as the client reads and writes them.</summary>
internal sealed class TokenConverterFactory : JsonConverterFactory
{
    public override bool CanConvert(Type typeToConvert) => typeof(JToken).IsAssignableFrom(typeToConvert);

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(typeof(TokenConverter<>).MakeGenericType(typeToConvert))!;

    private sealed class TokenConverter<T> : JsonConverter<T>
        where T : JToken
    {
        public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            RawJsonConverter.Read(ref reader).ToJToken() as T ?? throw new JsonException($"The JSON is no {typeof(T).Name}.");

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
            writer.WriteRawValue(RawJson.From(value).Utf8.Span, skipInputValidation: true);
    }
}
