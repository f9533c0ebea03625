#if !NET
using System.Text;
#endif
using System.Text.Json;

namespace Opper.Json;

/// <summary>Replaces invalid Unicode in JSON by U+FFFD, so that it can be read later without errors.</summary>
internal static class WellFormedJson
{
#if !NET
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

#endif
    /// <param name="utf8">One JSON value, whose syntax the reader has validated, but not its strings.</param>
    /// <returns>The same array, or a new one if a string is not valid.</returns>
    public static byte[] Of(byte[] utf8) => IsUtf8(utf8) && !HasEscapedSurrogate(utf8) ? utf8 : Rewrite(utf8);

    private static bool HasEscapedSurrogate(ReadOnlySpan<byte> utf8) => utf8.IndexOf("\\ud"u8) >= 0 || utf8.IndexOf("\\uD"u8) >= 0;

    private static bool IsUtf8(byte[] utf8)
    {
#if NET
        return System.Text.Unicode.Utf8.IsValid(utf8);
#else
        try
        {
            Strict.GetCharCount(utf8);
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
#endif
    }

    private static byte[] Rewrite(byte[] utf8)
    {
        using var bytes = new PooledBytes(utf8.Length);
        using var writer = new Utf8JsonWriter(bytes, new JsonWriterOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            SkipValidation = true, MaxDepth = OpperJson.MaxDepth });
        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = OpperJson.MaxDepth });
        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.StartObject:
                    writer.WriteStartObject();
                    break;
                case JsonTokenType.EndObject:
                    writer.WriteEndObject();
                    break;
                case JsonTokenType.StartArray:
                    writer.WriteStartArray();
                    break;
                case JsonTokenType.EndArray:
                    writer.WriteEndArray();
                    break;
                case JsonTokenType.PropertyName:
                    writer.WritePropertyName(JsonText.Read(ref reader));
                    break;
                case JsonTokenType.String:
                    JsonText.Write(writer, JsonText.Read(ref reader));
                    break;
                default:
                    writer.WriteRawValue(reader.ValueSpan, skipInputValidation: true);
                    break;
            }
        }

        writer.Flush();
        return bytes.Span.ToArray();
    }
}
