namespace Opper.Emulator.Completions.BuiltIn;

/// <summary>A string format, selected by JSON Schema's <c>format</c> or by property names, with a pattern that finds such strings in a text.</summary>
internal sealed partial record StringFormat(string[] Names, string[] Properties, Regex? Pattern, string Placeholder, string? TimeFormat = null)
{
    private static readonly StringFormat[] All =
    [
        new(["email", "idn-email"], ["email", "mail"], Email(), "unknown@example.invalid"),
        new(["uri", "url", "iri"], ["url", "link", "website"], Url(), "https://example.invalid/"),
        new(["uuid"], ["uuid", "guid"], Uuid(), "00000000-0000-4000-8000-000000000000"),
        new(["date"], ["date", "deadline", "day"], Date(), "1970-01-01", "yyyy-MM-dd"),
        new(["date-time"], [], Date(), "1970-01-01T00:00:00Z", "yyyy-MM-dd'T'HH:mm:ss'Z'"),
        new(["time"], [], null, "00:00:00Z"),
        new(["duration"], [], null, "PT0S"),
        new(["ipv4"], [], null, "0.0.0.0"),
        new(["hostname"], [], null, "example.invalid"),
        new([], ["id", "identifier", "number", "code", "reference"], Identifier(), "unknown"),
    ];

    /// <summary>The format of a schema, or null.</summary>
    public static StringFormat? Of(SchemaNode schema) => Array.Find(All, format => format.Names.Contains(schema.Format));

    /// <summary>The format that the name of the property suggests, or null.</summary>
    public static StringFormat? Of(Field field) => Array.Find(All, format => field.Is(format.Properties));

    /// <summary>The strings of this format in a text, in order of appearance.</summary>
    public IEnumerable<string> Find(string text)
    {
        var found = Pattern?.Matches(text).Select(match => match.Value).Distinct(StringComparer.Ordinal) ?? [];
        return TimeFormat is null ? found : found
            .Select(date => DateTime.TryParse(Ordinal().Replace(date, string.Empty), CultureInfo.InvariantCulture, out var time) ? time : (DateTime?)null)
            .OfType<DateTime>()
            .Select(time => time.ToString(TimeFormat, CultureInfo.InvariantCulture));
    }

    [GeneratedRegex(@"[\w.+\-]+@[\w\-]+(?:\.[\w\-]+)+")]
    private static partial Regex Email();

    [GeneratedRegex(@"https?://[^\s<>""']+[^\s<>""'.,);]")]
    private static partial Regex Url();

    [GeneratedRegex(@"\b[A-Z]{1,6}-?\d[\w\-]*\b|#\d+")]
    private static partial Regex Identifier();

    [GeneratedRegex(@"\b[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\b")]
    private static partial Regex Uuid();

    [GeneratedRegex(@"\b(?:\d{4}-\d{2}-\d{2}|\d{1,2}/\d{1,2}/\d{4}|(?:\d{1,2}(?:st|nd|rd|th)? (?:of )?)?"
        + @"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]* (?:\d{1,2}(?:st|nd|rd|th)?,? )?\d{4})\b")]
    private static partial Regex Date();

    [GeneratedRegex(@"(?<=\d)(?:st|nd|rd|th)|(?<= )of ")]
    private static partial Regex Ordinal();
}
