#if NET
using System.Buffers;
#endif
using System.Text;

namespace Opper;

/// <summary>Text whose characters beyond the basic plane may come in halves.</summary>
internal static class UnicodeText
{
    private const char Replacement = '\uFFFD';

#if NET
    // A kept search, as the one by a range boxes its bounds until it is compiled with optimizations.
    private static readonly SearchValues<char> Surrogates = SearchValues.Create(Enumerable.Range('\uD800', 2048).Select(code => (char)code).ToArray());

    public static bool HasSurrogates(string text) => text.AsSpan().IndexOfAny(Surrogates) >= 0;
#else
    public static bool HasSurrogates(string text) => text.Any(char.IsSurrogate);
#endif

    /// <summary>Puts U+FFFD for each half that is alone.</summary>
    /// <param name="text">The text.</param>
    /// <param name="isWhole">Whether nothing follows: else a first half at its end is left out, as the second may come.</param>
    /// <returns>The same instance where there is nothing to do.</returns>
    public static string Repair(string text, bool isWhole = true)
    {
        if (!HasSurrogates(text))
        {
            return text;
        }

        var end = !isWhole && char.IsHighSurrogate(text[text.Length - 1]) ? text.Length - 1 : text.Length;
        StringBuilder? repaired = null;
        for (var i = 0; i < end; i++)
        {
            if (i + 1 < end && char.IsSurrogatePair(text[i], text[i + 1]))
            {
                i++;
            }
            else if (char.IsSurrogate(text[i]))
            {
                (repaired ??= new StringBuilder(text, 0, end, end))[i] = Replacement;
            }
        }

        return repaired?.ToString() ?? (end == text.Length ? text : text.Substring(0, end));
    }
}
