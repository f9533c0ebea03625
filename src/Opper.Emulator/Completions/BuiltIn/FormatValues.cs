using System.Globalization;
using Opper.Emulator.Text;

namespace Opper.Emulator.Completions.BuiltIn;

/// <summary>Strings with a JSON Schema format.</summary>
internal static class FormatValues
{
    public static bool Knows(string format) =>
        format is "date" or "date-time" or "time" or "duration" or "email" or "idn-email" or "uri" or "url" or "iri" or "uuid" or "ipv4" or "hostname";

    public static string? Find(string format, Field field, InputText text)
    {
        switch (format)
        {
            case "email" or "idn-email":
                return First(Facts.Emails(text.All));
            case "uri" or "url" or "iri":
                return First(Facts.Urls(text.All));
            case "uuid":
                return First(Facts.Uuids(text.All));
            case "time":
                return First(Facts.Times(text.All)) is { } time
                    ? TimeOnly.Parse(time, CultureInfo.InvariantCulture).ToString("HH:mm:ss'Z'", CultureInfo.InvariantCulture)
                    : null;
            case "date" or "date-time":
                var label = text.Labels.GetValueOrDefault(field.Key);
                var dates = label is null ? [] : Facts.Dates(label);
                return (dates.Count > 0 ? dates : [.. Facts.Dates(text.Body), .. Facts.Dates(text.All)]) is [var date, ..]
                    ? date.ToString(format == "date" ? "yyyy-MM-dd" : "yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)
                    : null;
            default:
                return null;
        }
    }

    public static IEnumerable<string> All(string format, Field field, InputText text) => format switch
    {
        "email" or "idn-email" => Facts.Emails(text.All),
        "uri" or "url" or "iri" => Facts.Urls(text.All),
        "uuid" => Facts.Uuids(text.All),
        "date" => Facts.Dates(text.All).Select(d => d.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
        _ => Find(format, field, text) is { } value ? [value] : [],
    };

    /// <summary>A valid value that claims nothing.</summary>
    public static string Placeholder(string format) => format switch
    {
        "date" => "1970-01-01",
        "date-time" => "1970-01-01T00:00:00Z",
        "time" => "00:00:00Z",
        "duration" => "PT0S",
        "email" or "idn-email" => "unknown@example.invalid",
        "uri" or "url" or "iri" => "https://example.invalid/",
        "uuid" => "00000000-0000-4000-8000-000000000000",
        "ipv4" => "0.0.0.0",
        "hostname" => "example.invalid",
        _ => "unknown",
    };

    private static string? First(List<string> values) => values.Count > 0 ? values[0] : null;
}
