using Opper.Emulator.Text;

namespace Opper.Emulator.Completions.BuiltIn;

/// <summary>A string format, selected by JSON Schema's <c>format</c> or by property names, with a function that finds such strings in a text.</summary>
internal sealed record StringFormat(string Name, string[] Properties, Func<string, IEnumerable<string>> Find, string Placeholder)
{
    private static readonly StringFormat[] All =
    [
        new("email", ["email", "mail"], TextPatterns.Emails, "unknown@example.invalid"),
        new("uri", ["url", "link", "website"], TextPatterns.Urls, "https://example.invalid/"),
        new("uuid", ["uuid", "guid"], TextPatterns.Uuids, "00000000-0000-4000-8000-000000000000"),
        new("date", ["date", "deadline", "day"], text => Dates(text, "yyyy-MM-dd"), "1970-01-01"),
        new("date-time", [], text => Dates(text, "yyyy-MM-dd'T'HH:mm:ss'Z'"), "1970-01-01T00:00:00Z"),
        new("time", [], text =>
            TextPatterns.Times(text).Select(time => TimeOnly.Parse(time, CultureInfo.InvariantCulture).ToString("HH:mm:ss'Z'", CultureInfo.InvariantCulture)),
                "00:00:00Z"),
        new("duration", [], static _ => [], "PT0S"),
        new("ipv4", [], static _ => [], "0.0.0.0"),
        new("hostname", [], static _ => [], "example.invalid"),
        new("phone", ["phone", "telephone"], TextPatterns.Phones, "unknown"),
        new("identifier", ["id", "identifier", "number", "code", "reference"], TextPatterns.Identifiers, "unknown"),
    ];

    /// <summary>The format of a schema, or null.</summary>
    public static StringFormat? Of(SchemaNode schema)
    {
        var name = schema.Format switch
        {
            "idn-email" => "email",
            "url" or "iri" => "uri",
            var other => other,
        };
        return Array.Find(All, format => format.Name == name);
    }

    /// <summary>The format that the name of the property suggests, or null.</summary>
    public static StringFormat? Of(Field field) => Array.Find(All, format => field.Is(format.Properties));

    private static IEnumerable<string> Dates(string text, string form) =>
        TextPatterns.Dates(text).Select(date => date.ToString(form, CultureInfo.InvariantCulture));
}
