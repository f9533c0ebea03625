using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Opper;

/// <summary>Dates and times with an offset. A text without one is rejected, because it would depend on the time zone of the machine.</summary>
internal sealed class DateTimeOffsetConverter : TextConverter<DateTimeOffset>
{
    public override JsonObject Describe() => new() { ["type"] = "string", ["format"] = "date-time" };

    public override bool TryParse(string text, out DateTimeOffset value)
    {
        value = default;
        return Rfc3339.TrySplit(text, out var local, out var offset)
            && offset.Length > 0
            && DateTimeOffset.TryParse(local + offset, CultureInfo.InvariantCulture, DateTimeStyles.None, out value);
    }

    public override string Format(DateTimeOffset value) => value.ToString("O", CultureInfo.InvariantCulture);

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) => writer.WriteStringValue(value);
}
