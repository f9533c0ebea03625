namespace Opper.Emulator.Text;

/// <summary>Splits prose into paragraphs and sentences, and selects the most relevant ones.</summary>
internal static partial class Sentences
{
    private const int LeastWords = 6;

    public static List<string> Of(string text) => [.. Paragraphs(text).SelectMany(p => End().Split(p)).Where(s => s.Any(char.IsLetterOrDigit))];

    /// <summary>Paragraphs are separated by blank lines; single line breaks are wrapping.</summary>
    public static IEnumerable<string> Paragraphs(string text) =>
        BlankLine().Split(text.ReplaceLineEndings("\n"))
            .Select(p => Space().Replace(p, " ").Trim())
            .Where(p => p.Length > 0);

    /// <summary>An extractive summary: the sentences with the most frequent words, earlier ones first if equal, in the order of the text.</summary>
    public static List<string> Summary(IReadOnlyList<string> sentences, int count)
    {
        var terms = sentences.Select(s => Words.Terms(s).Distinct(StringComparer.Ordinal).ToList()).ToList();
        var frequency = terms.SelectMany(t => t).CountBy(t => t, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
        return [.. Enumerable.Range(0, sentences.Count)
            .OrderByDescending(i => Score(i, terms[i].Count) / (1 + ((double)i / sentences.Count)))
            .Take(count)
            .Order()
            .Select(i => sentences[i])];

        // Questions, quoted speech and fragments are rarely representative.
        double Score(int i, int length) => length < LeastWords || sentences[i].AsSpan().ContainsAny('?', '"', '“')
            ? 0
            : terms[i].Sum(t => Math.Log(1 + frequency[t])) / Math.Pow(length, 0.6);
    }

    /// <summary>Truncates at a word boundary, so that the text with its ellipsis is not longer than <paramref name="max"/>.</summary>
    public static string Shorten(string text, int max)
    {
        if (text.Length <= max)
        {
            return text;
        }

        if (max < 8)
        {
            return text[..Math.Max(0, max)];
        }

        var cut = text.LastIndexOf(' ', max - 1);
        return text[..(cut > max / 2 ? cut : max - 1)].TrimEnd(' ', ',', ';', ':', '-', '—') + "…";
    }

    [GeneratedRegex(@"(?<=[.!?…][""'”’)\]_]*)(?<!(?:\b(?:Mr|Mrs|Ms|Dr|St|Prof|vs|etc|No|e\.g|i\.e)|(?<=^|[\s.])\p{Lu})\.)\s+"
        + @"(?=[\p{Lu}\p{N}""'“‘(_\[])")]
    private static partial Regex End();

    [GeneratedRegex(@"\n\s*\n")]
    private static partial Regex BlankLine();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();
}
