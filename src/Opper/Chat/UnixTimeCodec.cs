using System.Globalization;
using System.Text.Json;

namespace Opper.Chat;

/// <summary>A Unix time in seconds. Some servers send fractions or a date string. Invalid times are read as 0 instead of failing the response.</summary>
internal static class UnixTimeCodec
{
    public static long Read(ref Utf8JsonReader reader, ref JsonSource source)
    {
        if (reader.TokenType == JsonTokenType.Number)
        {
            return reader.TryGetInt64(out var seconds) ? seconds
                : reader.TryGetDouble(out var fraction) && Math.Abs(fraction) < long.MaxValue ? (long)fraction
                : 0;
        }

        if (reader.TokenType != JsonTokenType.String)
        {
            JsonRead.Skip(ref reader);
            return 0;
        }

        var text = JsonText.Read(ref reader);
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && Math.Abs(number) < long.MaxValue ? (long)number
            : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time.ToUnixTimeSeconds()
            : 0;
    }

    public static void Write(JsonOutput output, ReadOnlySpan<byte> name, long value) => output.Member(name, value);
}
