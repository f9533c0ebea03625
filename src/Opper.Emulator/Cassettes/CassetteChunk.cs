namespace Opper.Emulator.Cassettes;

/// <summary>
/// A chunk of a stream, usually one event: an object with one of <c>data</c>, <c>text</c> and <c>base64</c>, and <c>after_ms</c>, the delay before it, if
/// any.
/// </summary>
internal static class CassetteChunk
{
    public const string Data = "data";
    private const string Pause = "after_ms";
    private const string DataField = "data: ";
    private const string EventEnd = "\n\n";

    /// <summary>Events with a single line of JSON are stored as JSON, others as text or base64.</summary>
    public static JsonObject Of(int afterMilliseconds, byte[] bytes)
    {
        var field = Encoding.UTF8.GetBytes(DataField).AsSpan();
        var isLine = bytes.AsSpan().StartsWith(field) && bytes.AsSpan().EndsWith("\n\n"u8)
            && !bytes.AsSpan(0, bytes.Length - EventEnd.Length).ContainsAny((byte)'\n', (byte)'\r');
        var chunk = isLine && CassetteJson.TryParse(bytes.AsSpan(field.Length), out var json) && json is JsonObject or JsonArray
            ? new JsonObject { [Data] = json }
            : CassetteBody.OfText(bytes) ?? CassetteBody.OfBytes(bytes);
        if (afterMilliseconds > 0)
        {
            chunk.Insert(0, Pause, afterMilliseconds);
        }

        return chunk;
    }

    public static TimeSpan PauseOf(JsonObject chunk) => TimeSpan.FromMilliseconds((int?)chunk[Pause] ?? 0);

    public static byte[] ToBytes(JsonObject chunk) => chunk.TryGetPropertyValue(Data, out var data)
        ? Encoding.UTF8.GetBytes(DataField + CassetteJson.Text(data) + EventEnd)
        : CassetteBody.ToBytes(chunk);
}
