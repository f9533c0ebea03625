namespace Opper.Emulator.Text;

/// <summary>Words of English-like text.</summary>
internal static partial class Words
{
    private static readonly HashSet<string> Stop = new(
        """
        a about after all also am an and any are as at be because been before being but by can could did do does doing down each even ever for from
        had has have he her here hers him his how i if in into is it its just may me might more most must my no nor not of off on once one only or
        other our out over own said same shall she should so some such than that the their them then there these they this those through to too
        under until up upon us very was we were what when where which while who whom whose why will with within without would yes you your
        """.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries),
        StringComparer.OrdinalIgnoreCase);

    public static bool IsStop(string word) => Stop.Contains(word);

    public static IEnumerable<string> Of(string text) => Word().Matches(text).Select(m => m.Value);

    /// <summary>Lower-case word stems, without stop words.</summary>
    public static List<string> Terms(string text) => [.. Of(text).Where(w => !IsStop(w)).Select(Stem)];

    /// <summary>The words of an identifier such as wordCount or due_date.</summary>
    public static string[] OfIdentifier(string name) => [.. IdentifierPart().Matches(name).Select(m => m.Value.ToLowerInvariant())];

    /// <summary>A word without its suffix: sufficient to match "tags" and "delivered" with "tag" and "deliver".</summary>
    public static string Stem(string word) => Ending().Replace(word.ToLowerInvariant().Replace("ies", "y", StringComparison.Ordinal), string.Empty);

    [GeneratedRegex(@"[\p{L}\p{N}]+(?:['’\-][\p{L}\p{N}]+)*")]
    private static partial Regex Word();

    [GeneratedRegex(@"\p{Lu}+(?!\p{Ll})|\p{Lu}?[\p{Ll}\p{Lo}]+|\p{N}+")]
    private static partial Regex IdentifierPart();

    [GeneratedRegex(@"(?<=\w{3})(?:['’]s|ing|ed|es|s|e|ly)$")]
    private static partial Regex Ending();
}
