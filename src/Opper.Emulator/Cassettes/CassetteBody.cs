using System.Security.Cryptography;
using Microsoft.Net.Http.Headers;

namespace Opper.Emulator.Cassettes;

/// <summary>
/// A body in a cassette: an object with one of <c>json</c>, <c>text</c>, <c>base64</c>, <c>parts</c> (a form) or, for requests that are too large or not
/// valid, <c>sha256</c> with <c>bytes</c>. A chunk of a stream, usually one event, has one of <c>data</c>, <c>text</c> and <c>base64</c>, and
/// <c>after_ms</c>, the delay before it, if any.
/// </summary>
internal static class CassetteBody
{
    public const string Json = "json";
    public const string Text = "text";
    public const string Base64 = "base64";
    public const string Parts = "parts";
    public const string Data = "data";
    private const string Pause = "after_ms";
    private const string DataField = "data: ";
    private const string EventEnd = "\n\n";

    /// <summary>Uploaded files that are larger are stored as a hash.</summary>
    private const int MaxFileBytes = 16 * 1024;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static JsonObject OfBytes(ReadOnlySpan<byte> bytes) => new() { [Base64] = Convert.ToBase64String(bytes) };

    /// <summary>Null if the bytes are not text.</summary>
    public static JsonObject? OfText(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return bytes.Contains((byte)0) ? null : new JsonObject { [Text] = Strict.GetString(bytes) };
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    /// <summary>A body that is only compared and never sent again.</summary>
    public static JsonObject OfHash(ReadOnlySpan<byte> bytes) =>
        new() { ["sha256"] = Convert.ToHexStringLower(SHA256.HashData(bytes)), ["bytes"] = bytes.Length };

    public static JsonObject OfFile(ReadOnlySpan<byte> bytes) =>
        bytes.Length > MaxFileBytes ? OfHash(bytes) : OfText(bytes) ?? OfBytes(bytes);

    /// <summary>The body of a response; null if it is empty.</summary>
    public static JsonObject? OfResponse(ReadOnlySpan<byte> bytes, string? contentType)
    {
        if (bytes.IsEmpty)
        {
            return null;
        }

        return IsJson(contentType) && CassetteJson.TryParse(bytes, out var json)
            ? new JsonObject { [Json] = json }
            : OfText(bytes) ?? OfBytes(bytes);
    }

    /// <summary>Events with a single line of JSON are stored as JSON, others as text or base64.</summary>
    public static JsonObject OfChunk(int afterMilliseconds, ReadOnlySpan<byte> bytes)
    {
        var isLine = bytes.StartsWith("data: "u8) && bytes.EndsWith("\n\n"u8) && !bytes[..^EventEnd.Length].ContainsAny((byte)'\n', (byte)'\r');
        var chunk = isLine && CassetteJson.TryParse(bytes[DataField.Length..], out var json) && json is JsonObject or JsonArray
            ? new JsonObject { [Data] = json }
            : OfText(bytes) ?? OfBytes(bytes);
        if (afterMilliseconds > 0)
        {
            chunk.Insert(0, Pause, afterMilliseconds);
        }

        return chunk;
    }

    public static TimeSpan PauseOf(JsonObject chunk) => TimeSpan.FromMilliseconds((int?)chunk[Pause] ?? 0);

    public static byte[] ToBytes(JsonObject? body) => body switch
    {
        null => [],
        _ when body.TryGetPropertyValue(Json, out var json) => Encoding.UTF8.GetBytes(CassetteJson.Text(json)),
        _ when body.TryGetPropertyValue(Data, out var data) => Encoding.UTF8.GetBytes(DataField + CassetteJson.Text(data) + EventEnd),
        _ when body.TryGetPropertyValue(Text, out var text) => Encoding.UTF8.GetBytes((string?)text ?? string.Empty),
        _ when body.TryGetPropertyValue(Base64, out var base64) => Convert.FromBase64String((string?)base64 ?? string.Empty),
        _ => throw new FormatException("The body of a response must have json, text or base64"),
    };

    public static bool IsJson(string? contentType) => MediaTypeHeaderValue.TryParse(contentType, out var type)
        && (type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase) || type.Suffix.Equals("json", StringComparison.OrdinalIgnoreCase));
}
