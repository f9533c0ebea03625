using System.Globalization;

namespace Opper.Conventions;

/// <summary>Json.NET with settings that preserve dates as text and the digits of numbers, independent of the defaults of the host.</summary>
internal static class PlainJson
{
    private static readonly JsonSerializer Serializer = JsonSerializer.Create(new JsonSerializerSettings
    {
        DateParseHandling = DateParseHandling.None,
        FloatParseHandling = FloatParseHandling.Decimal,
        MetadataPropertyHandling = MetadataPropertyHandling.Ignore,
    });

    public static JToken Parse(string json) => Serializer.Deserialize<JToken>(
        new JsonTextReader(new StringReader(json)) { DateParseHandling = DateParseHandling.None, FloatParseHandling = FloatParseHandling.Decimal })!;

    public static object? Read(JToken json, Type type)
    {
        using var reader = new JsonTextReader(new StringReader(json.ToString(Formatting.None)));
        return Serializer.Deserialize(reader, type);
    }

    public static JToken Write(object? value)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        Serializer.Serialize(text, value);
        return Parse(text.ToString());
    }
}
