using Newtonsoft.Json;

namespace Opper;

/// <summary>Reads and writes an open enum as its name; a value that is not known here is kept as it came.</summary>
/// <typeparam name="T">The generated open enum.</typeparam>
internal abstract class OpenEnumConverter<T> : JsonConverter
    where T : struct, IOpenValue
{
    protected abstract T Create(string value);

    public override bool CanConvert(Type objectType) => (Nullable.GetUnderlyingType(objectType) ?? objectType) == typeof(T);

    public override object? ReadJson(JsonReader reader, Type objectType, object? existingValue, JsonSerializer serializer) => reader.TokenType switch
    {
        JsonToken.Null when Nullable.GetUnderlyingType(objectType) is not null => null,
        JsonToken.Null => default(T),
        JsonToken.String => Create((string)reader.Value!),
        JsonToken.Integer or JsonToken.Float or JsonToken.Boolean => Create(Convert.ToString(reader.Value, System.Globalization.CultureInfo.InvariantCulture)!),
        _ => throw new JsonSerializationException($"Expected a string for {typeof(T).Name}, found {reader.TokenType}. Path '{reader.Path}'.", reader.Path, 0, 0, innerException: null),
    };

    public override void WriteJson(JsonWriter writer, object? value, JsonSerializer serializer) => writer.WriteValue(((T?)value)?.Value);
}
