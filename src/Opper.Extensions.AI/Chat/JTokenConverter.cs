using System.Text.Json;
using System.Text.Json.Serialization;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Opper.Extensions.AI;

/// <summary>Writes tokens of Json.NET as the JSON that they are, wherever they stand; System.Text.Json alone takes them for lists of lists.</summary>
internal sealed class JTokenConverter : System.Text.Json.Serialization.JsonConverter<JToken>
{
    /// <summary>The JSON of a token; <see langword="null"/> for any other value.</summary>
    public static string? TextOf(object value) => value is JToken token ? Text(token) : null;

    /// <summary>The text of a token that is one; <see langword="null"/> for any other value.</summary>
    public static string? StringOf(object? value) => (value as JValue)?.Value as string;

    private static string Text(JToken token) => token switch
    {
        JProperty property => $"{{\"{JsonEncodedText.Encode(property.Name)}\":{Text(property.Value)}}}",
        JConstructor => throw new NotSupportedException($"A {nameof(JConstructor)} has no JSON."),
        _ => token.ToString(Formatting.None),
    };

    public override bool CanConvert(Type typeToConvert) => typeof(JToken).IsAssignableFrom(typeToConvert);

    public override JToken? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => throw new NotSupportedException("Tokens of Json.NET are only written.");

    public override void Write(Utf8JsonWriter writer, JToken value, JsonSerializerOptions options) => writer.WriteRawValue(Text(value));
}
