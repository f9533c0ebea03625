using System.Globalization;
using System.Text.Json;

namespace Opper.Json;

/// <summary>Amounts that the API sends as strings: read from a string or a number, written as a string.</summary>
internal static class DecimalStringCodec
{
    public static decimal? Read(ref Utf8JsonReader reader, ref JsonSource source) =>
        reader.TokenType == JsonTokenType.Null ? null : JsonRead.Decimal(ref reader);

    public static void Write(JsonOutput output, ReadOnlySpan<byte> name, decimal? value) => output.Member(name, value?.ToString(CultureInfo.InvariantCulture));
}
