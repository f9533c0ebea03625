using System.Text.RegularExpressions;

namespace Opper.Emulator.Text;

/// <summary>Splits prose into paragraphs and sentences.</summary>
internal static partial class Sentences
{
    // A quotation mark that is never closed must not swallow the rest of a text.
    private const int MaxSpeech = 600;

    public static List<string> Of(string text)
    {
        var sentences = new List<string>();
        foreach (var paragraph in Paragraphs(text))
        {
            var start = 0;
            foreach (Match end in End().Matches(paragraph))
            {
                var length = end.Index + end.Length - start;
                if (!Abbreviation().IsMatch(paragraph[start..(end.Index + 1)]) && (length > MaxSpeech || !InSpeech(paragraph.AsSpan(start, length))))
                {
                    Add(paragraph[start..(end.Index + end.Length)]);
                    start = end.Index + end.Length;
                }
            }

            Add(paragraph[start..]);
        }

        return sentences;

        void Add(string sentence)
        {
            if (sentence.Any(char.IsLetterOrDigit))
            {
                sentences.Add(sentence.Trim());
            }
        }
    }

    /// <summary>Blank lines divide paragraphs; line breaks inside one are only wrapping.</summary>
    public static IEnumerable<string> Paragraphs(string text) =>
        BlankLine().Split(text.ReplaceLineEndings("\n"))
            .Select(p => Space().Replace(p, " ").Trim())
            .Where(p => p.Length > 0);

    /// <summary>Cuts at a word boundary so that the text, with its ellipsis, is no longer than <paramref name="max"/>.</summary>
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

    // What somebody says in one go stays together with who says it.
    private static bool InSpeech(ReadOnlySpan<char> text) =>
        text.Count('“') > text.Count('”') || text.Count('"') % 2 == 1;

    [GeneratedRegex(@"[.!?…]+[""'”’)\]_]*(?=\s+[\p{Lu}\p{N}""'“‘(_\[])")]
    private static partial Regex End();

    [GeneratedRegex(@"(?:\b(?:Mr|Mrs|Ms|Dr|St|Prof|Capt|Col|Gen|Lt|Sr|Jr|vs|etc|No|Messrs|e\.g|i\.e)|(?<=^|[\s.])\p{Lu})\.$")]
    private static partial Regex Abbreviation();

    [GeneratedRegex(@"\n\s*\n")]
    private static partial Regex BlankLine();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();
}
