using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Opper;

/// <summary>A value for which the API takes several JSON shapes. Whatever shape came is kept, and sent again as it was.</summary>
public abstract class JsonUnion
{
    private protected JsonUnion(JToken json) => Json = json;

    internal JToken Json { get; }

    /// <summary>The value as JSON.</summary>
    /// <returns>JSON text without indentation.</returns>
    public override string ToString() => Json.ToString(Formatting.None);

    private protected static JArray Array<T>(IEnumerable<T> items, Func<T, JToken> convert)
    {
        ThrowIf.Null(items);
        return new JArray(items.Select(convert));
    }

    private protected static JToken Token(object value)
    {
        ThrowIf.Null(value);
        return OpperJson.ToToken(value);
    }

    private protected static JToken String(string? value)
    {
        ThrowIf.Null(value);
        return new JValue(value);
    }

    private protected abstract class UnionConverter<T> : JsonConverter<T>
        where T : JsonUnion
    {
        public override T? ReadJson(JsonReader reader, Type objectType, T? existingValue, bool hasExistingValue, JsonSerializer serializer)
            => reader.TokenType == JsonToken.Null ? null : Create(JToken.ReadFrom(reader));

        public override void WriteJson(JsonWriter writer, T? value, JsonSerializer serializer)
        {
            if (value is null)
            {
                writer.WriteNull();
            }
            else
            {
                value.Json.WriteTo(writer);
            }
        }

        protected abstract T Create(JToken json);
    }
}
