namespace Opper.Emulator.Text;

/// <summary>Finds dates, numbers and addresses in a text, in order of appearance.</summary>
internal static partial class TextPatterns
{
    private const string Month =
        "(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sep(?:tember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)";

    private static readonly string[] DateFormats =
        ["yyyy-MM-dd", "MMMM d, yyyy", "MMMM d yyyy", "MMM d, yyyy", "MMM d yyyy", "d MMMM yyyy", "d MMM yyyy", "M/d/yyyy", "d.M.yyyy", "MMMM yyyy"];

    public static List<string> Emails(string text) => All(Email(), text);

    public static List<string> Urls(string text) => [.. All(Url(), text).Select(u => u.TrimEnd('.', ',', ')', ';'))];

    public static List<string> Phones(string text) => All(Phone(), text);

    public static List<string> Identifiers(string text) => All(Identifier(), text);

    public static List<string> Uuids(string text) => All(Uuid(), text);

    public static List<string> Times(string text) => All(Time(), text);

    public static List<DateTime> Dates(string text)
    {
        var dates = new List<DateTime>();
        foreach (var match in All(Date(), text))
        {
            var cleaned = Ordinal().Replace(match, "$1").Replace(" of ", " ", StringComparison.Ordinal);
            if (DateTime.TryParseExact(cleaned, DateFormats, CultureInfo.InvariantCulture, DateTimeStyles.AllowWhiteSpaces, out var date))
            {
                dates.Add(date);
            }
        }

        return dates;
    }

    public static List<int> Years(string text) =>
        [.. Year().Matches(text).Select(m => int.Parse(m.Value, CultureInfo.InvariantCulture))];

    public static List<(double Value, int Index, string Text)> Numbers(string text) =>
        [.. Number().Matches(text)
            .Select(m => (double.Parse(m.Value.Replace(",", string.Empty, StringComparison.Ordinal), CultureInfo.InvariantCulture), m.Index, m.Value))];

    private static List<string> All(Regex regex, string text) =>
        [.. regex.Matches(text).Select(m => m.Value).Distinct(StringComparer.Ordinal)];

    [GeneratedRegex(@"[\w.+\-]+@[\w\-]+(?:\.[\w\-]+)+")]
    private static partial Regex Email();

    [GeneratedRegex(@"https?://[^\s<>""']+")]
    private static partial Regex Url();

    [GeneratedRegex(@"(?<![\w\-/])\+?\(?\d{1,4}\)?(?:[ \-.]\(?\d{2,4}\)?){2,4}(?![\w\-/])")]
    private static partial Regex Phone();

    [GeneratedRegex(@"\b[A-Z]{1,6}-?\d[\w\-]*\b|#\d+")]
    private static partial Regex Identifier();

    [GeneratedRegex(@"\b[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\b")]
    private static partial Regex Uuid();

    [GeneratedRegex(@"\b(?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d)?\b")]
    private static partial Regex Time();

    [GeneratedRegex(@"\b(?:\d{4}-\d{2}-\d{2}|" + Month + @"\.? (?:\d{1,2}(?:st|nd|rd|th)?,? )?\d{4}|\d{1,2}(?:st|nd|rd|th)? (?:of )?" + Month
        + @" \d{4}|\d{1,2}/\d{1,2}/\d{4}|\d{1,2}\.\d{1,2}\.\d{4})\b")]
    private static partial Regex Date();

    [GeneratedRegex(@"(\d)(?:st|nd|rd|th)\b")]
    private static partial Regex Ordinal();

    [GeneratedRegex(@"(?<![\d.,$€£])\b(?:1[0-9]\d{2}|20\d{2})\b(?![\d.,]\d|%)")]
    private static partial Regex Year();

    [GeneratedRegex(@"(?<![\w.\-])-?\d+(?:,\d{3})*(?:\.\d+)?(?![\w])")]
    private static partial Regex Number();
}
