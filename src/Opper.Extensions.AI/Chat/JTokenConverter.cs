using System.Text.Json;
using System.Text.Json.Serialization;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Opper.Extensions.AI;

/// <summary>Writes tokens of Json.NET as the JSON that they are, wherever they stand; System.Text.Json alone takes them for lists of lists.</summary>
internal sealed class JTokenConverter : System.Text.Json.Serialization.JsonConverter<JToken>
{
    public static string Text(JToken token) => token switch
    {
        JProperty property => new JObject(property).ToString(Formatting.None),
        JConstructor => throw new NotSupportedException($"A {nameof(JConstructor)} has no JSON."),
        _ => token.ToString(Formatting.None),
    };

    public override bool CanConvert(Type typeToConvert) => typeof(JToken).IsAssignableFrom(typeToConvert);

    public override JToken? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var document = JsonDocument.ParseValue(ref reader);
        return RawJson.Parse(document.RootElement.GetRawText()).ToJToken();
    }

    public override void Write(Utf8JsonWriter writer, JToken value, JsonSerializerOptions options) => writer.WriteRawValue(Text(value));
}
