#if NET
using System.Globalization;
using System.Text.Json.Nodes;

namespace Opper.Typed;

/// <summary>Dates. A date and time is accepted if its time is midnight.</summary>
internal sealed class DateOnlyConverter : TextConverter<DateOnly>
{
    public override JsonObject Describe() => new() { ["type"] = "string", ["format"] = "date" };

    public override bool TryParse(string text, out DateOnly value) =>
        DateOnly.TryParseExact(Rfc3339.DateOf(text), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out value);

    public override string Format(DateOnly value) => value.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
#endif
