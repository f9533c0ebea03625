using System.Text.Json;
using System.Text.Json.Serialization;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Opper.Extensions.AI;

/// <summary>Writes Json.NET tokens as JSON. Without it, System.Text.Json would serialize them as nested lists.</summary>
internal sealed class JTokenConverter : System.Text.Json.Serialization.JsonConverter<JToken>
{
    /// <summary>The JSON of a token, or <see langword="null"/> for any other value.</summary>
    public static string? TextOf(object value) => value is JToken token ? Text(token) : null;

    /// <summary>The text of a string token, or <see langword="null"/> for any other value.</summary>
    public static string? StringOf(object? value) => (value as JValue)?.Value as string;

    private static string Text(JToken token) => token switch
    {
        JProperty property => $"{{\"{JsonEncodedText.Encode(property.Name)}\":{Text(property.Value)}}}",
        JConstructor => throw new NotSupportedException($"A {nameof(JConstructor)} cannot be written as JSON."),
        _ => token.ToString(Formatting.None),
    };

    public override bool CanConvert(Type typeToConvert) => typeof(JToken).IsAssignableFrom(typeToConvert);

    public override JToken? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException("Json.NET tokens can only be written.");

    public override void Write(Utf8JsonWriter writer, JToken value, JsonSerializerOptions options) => writer.WriteRawValue(Text(value));
}
