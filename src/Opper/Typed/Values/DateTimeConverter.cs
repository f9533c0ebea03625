using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Opper.Typed;

/// <summary>Dates with times. With an offset, the value is converted to local time; with <c>Z</c> it is UTC; otherwise its kind is unspecified.</summary>
internal sealed class DateTimeConverter : TextConverter<DateTime>
{
    public override JsonObject Describe() => new() { ["type"] = "string", ["format"] = "date-time" };

    public override DateTime Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && reader.TryGetDateTime(out var value) ? value : base.Read(ref reader, typeToConvert, options);

    public override bool TryParse(string text, out DateTime value)
    {
        value = default;
        return DateTime.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out value)
            || (Rfc3339.TrySplit(text, out var local, out var offset)
                && DateTime.TryParse(local + offset, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out value));
    }

    public override string Format(DateTime value) => value.ToString("O", CultureInfo.InvariantCulture);

    public override void Write(Utf8JsonWriter writer, DateTime value, JsonSerializerOptions options) => writer.WriteStringValue(value);
}
