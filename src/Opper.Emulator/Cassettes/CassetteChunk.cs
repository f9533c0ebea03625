namespace Opper.Emulator.Cassettes;

/// <summary>A part of a stream, as a rule one event, and the pause before it.</summary>
internal sealed record CassetteChunk(int AfterMilliseconds, JsonObject Content)
{
    private const string DataField = "data: ";
    private const string EventEnd = "\n\n";

    /// <summary>Events that are a line of JSON are held as JSON, others as they are.</summary>
    public static CassetteChunk Of(int afterMilliseconds, byte[] bytes)
    {
        var data = Encoding.UTF8.GetBytes(DataField).AsSpan();
        var isLine = bytes.AsSpan().StartsWith(data) && bytes.AsSpan().EndsWith("\n\n"u8) && !bytes.AsSpan(0, bytes.Length - EventEnd.Length).ContainsAny((byte)'\n', (byte)'\r');
        return new CassetteChunk(
            afterMilliseconds,
            isLine && CassetteJson.TryParse(bytes.AsSpan(data.Length), out var json) && json is JsonObject or JsonArray
                ? new JsonObject { ["data"] = json }
                : CassetteBody.OfText(bytes) ?? CassetteBody.OfBytes(bytes));
    }

    public byte[] ToBytes() => Content.TryGetPropertyValue("data", out var data)
        ? Encoding.UTF8.GetBytes(DataField + CassetteJson.Text(data) + EventEnd)
        : CassetteBody.ToBytes(Content);

    public JsonObject ToJson()
    {
        var json = new JsonObject();
        if (AfterMilliseconds > 0)
        {
            json["after_ms"] = AfterMilliseconds;
        }

        foreach (var (name, value) in Content)
        {
            json[name] = value?.DeepClone();
        }

        return json;
    }

    public static CassetteChunk FromJson(JsonObject json)
    {
        var content = (JsonObject)json.DeepClone();
        content.Remove("after_ms");
        return new CassetteChunk((int?)json["after_ms"] ?? 0, content);
    }
}
