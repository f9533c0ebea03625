using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Opper;

/// <summary>Lets Json.NET read and write a model of this library in its wire form.</summary>
/// <typeparam name="T">The model.</typeparam>
internal sealed class NewtonsoftModelConverter<T> : JsonConverter<T>
    where T : class, new()
{
    public override T? ReadJson(JsonReader reader, Type objectType, T? existingValue, bool hasExistingValue, JsonSerializer serializer)
    {
        if (reader.TokenType == JsonToken.Null)
        {
            return null;
        }

        return JsonAnswer.Read<T>(NewtonsoftJson.ReadValue(reader), static (ref System.Text.Json.Utf8JsonReader utf8, ref JsonSource source) =>
        {
            var model = new T();
            ((IJsonModel)model).Read(ref utf8, ref source);
            return model;
        });
    }

    public override void WriteJson(JsonWriter writer, T? value, JsonSerializer serializer)
    {
        if (value is null)
        {
            writer.WriteNull();
            return;
        }

        NewtonsoftJson.WriteValue(writer, value);
    }
}
