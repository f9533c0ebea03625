namespace Opper.Emulator.Text;

/// <summary>Finds proper names: runs of capitalized words that also occur within a sentence.</summary>
internal static partial class Names
{
    private static readonly HashSet<string> Calendar =
    [
        "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday", "January", "February", "March", "April", "May", "June", "July",
        "August", "September", "October", "November", "December", "Christmas", "Easter",
    ];

    /// <summary>The names, the most frequent first; those that occur only once are omitted if others occur more often.</summary>
    public static List<string> Of(IEnumerable<string> sentences)
    {
        var runs = sentences
            .SelectMany(s => Run().Matches(s).Select(m => (Name: m.Value, IsInside: m.Index > 0 && char.IsLetter(s[..m.Index].TrimEnd().LastOrDefault()))))
            .Where(r => !Words.IsStop(r.Name) && !Calendar.Contains(r.Name.Split(' ')[0]))
            .ToList();
        var inside = runs.Where(r => r.IsInside).Select(r => r.Name).ToHashSet(StringComparer.Ordinal);
        var counts = runs.Where(r => inside.Contains(r.Name)).CountBy(r => r.Name, StringComparer.Ordinal).OrderByDescending(n => n.Value).ToList();
        return [.. counts.Where(n => n.Value > 1 || counts[0].Value == 1).Select(n => n.Key)];
    }

    [GeneratedRegex(@"(?<![\p{L}'’])(?:(?:Mr|Mrs|Ms|Dr)\. )?\p{Lu}\p{Ll}+(?:[ \-]\p{Lu}\p{Ll}+)*(?!\p{L})")]
    private static partial Regex Run();
}
