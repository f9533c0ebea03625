using System.Text.Json.Serialization;

namespace Opper.Emulator.Cassettes;

/// <summary>A part of a stream, as a rule one event, and the pause before it.</summary>
internal sealed record CassetteChunk([property: JsonPropertyName("after_ms")] int AfterMilliseconds = 0)
{
    private const string DataField = "data: ";
    private const string EventEnd = "\n\n";

    /// <summary>The event as one of <c>data</c>, <c>text</c> and <c>base64</c>, which say what they hold.</summary>
    [JsonExtensionData]
    public JsonObject Content { get; init; } = [];

    /// <summary>Events that are a line of JSON are held as JSON, others as they are.</summary>
    public static CassetteChunk Of(int afterMilliseconds, byte[] bytes)
    {
        var data = Encoding.UTF8.GetBytes(DataField).AsSpan();
        var isLine = bytes.AsSpan().StartsWith(data) && bytes.AsSpan().EndsWith("\n\n"u8)
            && !bytes.AsSpan(0, bytes.Length - EventEnd.Length).ContainsAny((byte)'\n', (byte)'\r');
        return new CassetteChunk(afterMilliseconds)
        {
            Content = isLine && CassetteJson.TryParse(bytes.AsSpan(data.Length), out var json) && json is JsonObject or JsonArray
                ? new JsonObject { ["data"] = json }
                : CassetteBody.OfText(bytes) ?? CassetteBody.OfBytes(bytes),
        };
    }

    public byte[] ToBytes() => Content.TryGetPropertyValue("data", out var data)
        ? Encoding.UTF8.GetBytes(DataField + CassetteJson.Text(data) + EventEnd)
        : CassetteBody.ToBytes(Content);
}
