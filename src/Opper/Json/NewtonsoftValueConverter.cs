using System.Diagnostics.CodeAnalysis;
using Newtonsoft.Json;

namespace Opper;

/// <summary>Lets Json.NET read and write a model, an open enum, a union or free-form JSON as the API does.</summary>
/// <typeparam name="T">The type.</typeparam>
internal sealed class NewtonsoftValueConverter<[DynamicallyAccessedMembers(JsonCodec.Members)] T> : JsonConverter
{
    public override bool CanConvert(Type objectType) => (Nullable.GetUnderlyingType(objectType) ?? objectType) == typeof(T);

    public override object? ReadJson(JsonReader reader, Type objectType, object? existingValue, JsonSerializer serializer)
    {
        if (reader.TokenType == JsonToken.Null)
        {
            return typeof(T).IsValueType && Nullable.GetUnderlyingType(objectType) is null ? default(T) : null;
        }

        return JsonAnswer.Read(NewtonsoftJson.ReadValue(reader), JsonCodec<T>.Read);
    }

    public override void WriteJson(JsonWriter writer, object? value, JsonSerializer serializer)
    {
        if (value is null)
        {
            writer.WriteNull();
            return;
        }

        NewtonsoftJson.WriteValue(writer, value);
    }
}
