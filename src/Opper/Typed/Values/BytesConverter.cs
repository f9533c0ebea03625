using System.Text.Json;
using System.Text.Json.Nodes;

namespace Opper;

/// <summary>Byte arrays as base64.</summary>
internal sealed class BytesConverter : TextConverter<byte[]>
{
    public override JsonObject Describe() => new()
    {
        ["type"] = "string",
        ["description"] = "Bytes as base64.",
        ["contentEncoding"] = "base64",
        ["pattern"] = "^([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$",
    };

    public override bool TryParse(string text, out byte[] value)
    {
        try
        {
            value = Convert.FromBase64String(text);
            return true;
        }
        catch (FormatException)
        {
            value = [];
            return false;
        }
    }

    public override string Format(byte[] value) => Convert.ToBase64String(value);

    public override void Write(Utf8JsonWriter writer, byte[] value, JsonSerializerOptions options) => writer.WriteBase64StringValue(value);
}
