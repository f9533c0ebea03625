using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Opper;

/// <summary>Instants with their offset. A text without one is refused: it would mean another instant on every machine.</summary>
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
