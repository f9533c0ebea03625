using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Json;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Opper.Json;

/// <summary>Converts between Json.NET's tokens and UTF-8.</summary>
internal static class NewtonsoftJson
{
    // Numbers with more digits may not be exact as a decimal.
    private const int ExactDecimalDigits = 28;

    /// <summary>Converts an element to a token. A number out of the range of all .NET types keeps its digits, as a <see cref="JRaw"/>.</summary>
    public static JToken ToToken(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                var members = new JObject();
                foreach (var member in element.EnumerateObject())
                {
                    members[member.Name] = ToToken(member.Value);
                }

                return members;
            case JsonValueKind.Array:
                var items = new JArray();
                foreach (var item in element.EnumerateArray())
                {
                    items.Add(ToToken(item));
                }

                return items;
            case JsonValueKind.String:
                return new JValue((string?)RawJson.FromElement(element));
            case JsonValueKind.Number:
                return ToNumber(element.GetRawText());
            case JsonValueKind.True or JsonValueKind.False:
                return new JValue(element.GetBoolean());
            default:
                return JValue.CreateNull();
        }
    }

    /// <summary>The UTF-8 JSON of the value that a reader is positioned on.</summary>
    public static byte[] ReadValue(JsonReader reader)
    {
        // The settings of the caller's serializer would parse strings as dates and digits as doubles.
        var (dates, floats) = (reader.DateParseHandling, reader.FloatParseHandling);
        (reader.DateParseHandling, reader.FloatParseHandling) = (DateParseHandling.None, FloatParseHandling.Decimal);
        try
        {
            using var text = new StringWriter(CultureInfo.InvariantCulture);
            using var writer = new JsonTextWriter(text);
            writer.WriteToken(reader);
            writer.Flush();
            return Encoding.UTF8.GetBytes(text.ToString());
        }
        finally
        {
            (reader.DateParseHandling, reader.FloatParseHandling) = (dates, floats);
        }
    }

    public static void WriteValue(JsonWriter writer, object value)
    {
        using var json = JsonWrite.Free(value);
        if (writer is JsonTextWriter { Formatting: Formatting.None })
        {
            writer.WriteRawValue(Utf8Text.Decode(json.Span));
            return;
        }

        using var document = JsonDocument.Parse(json.Memory, RawJson.DocumentOptions);
        ToToken(document.RootElement).WriteTo(writer);
    }

    private static JValue ToNumber(string digits)
    {
        if (digits.IndexOfAny(['.', 'e', 'E']) < 0)
        {
            return long.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole)
                ? new JValue(whole)
                : new JValue((object)BigInteger.Parse(digits, CultureInfo.InvariantCulture));
        }

        if (digits.Length <= ExactDecimalDigits && digits.IndexOfAny(['e', 'E']) < 0
            && decimal.TryParse(digits, NumberStyles.Float, CultureInfo.InvariantCulture, out var exact))
        {
            return new JValue(exact);
        }

        var number = double.Parse(digits, NumberStyles.Float, CultureInfo.InvariantCulture);
        return double.IsInfinity(number) ? new JRaw(digits) : new JValue(number);
    }
}
