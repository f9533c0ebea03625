#if NET
using System.Globalization;
using System.Text.Json.Nodes;

namespace Opper.Typed;

/// <summary>Times of day. JSON Schema's <c>time</c> has an offset (RFC 3339), which is dropped because the type cannot hold it.</summary>
internal sealed class TimeOnlyConverter : TextConverter<TimeOnly>
{
    public override JsonObject Describe() => new() { ["type"] = "string", ["format"] = "time" };

    public override bool TryParse(string text, out TimeOnly value)
    {
        value = default;
        return Rfc3339.TrySplitTime(text, out var local) && TimeOnly.TryParse(local, CultureInfo.InvariantCulture, out value);
    }

    public override string Format(TimeOnly value) =>
        value.ToString(value.Ticks % TimeSpan.TicksPerSecond == 0 ? "HH:mm:ss" : "HH:mm:ss.fffffff", CultureInfo.InvariantCulture);
}
#endif
