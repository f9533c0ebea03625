using System.Globalization;
using System.Text;

namespace Opper.Evaluation.Reports;

/// <summary>Text of others, such as that of a model: control and bidirectional characters, which could move the cursor of a terminal, or hide and reorder text,
/// become U+FFFD, as do noncharacters and unpaired surrogates.</summary>
internal static class VisibleText
{
    /// <summary>Text of several lines, with its tabs.</summary>
    public static string Of(string? text)
    {
        // Alone, a carriage return moves to the start of the line.
        var result = new StringBuilder();
        foreach (var rune in (text ?? string.Empty).Replace("\r\n", "\n", StringComparison.Ordinal).EnumerateRunes())
        {
            result.Append(IsHidden(rune) ? Rune.ReplacementChar : rune);
        }

        return result.ToString();
    }

    /// <summary>Text as a single line, without spaces at its ends.</summary>
    public static string Line(string? text) => Of(string.Join(' ', (text ?? string.Empty).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));

    /// <summary>The start of a longer text, with an ellipsis, and without half of a character.</summary>
    public static string Shorten(string text, int maxLength) => text.Length <= maxLength ? text
        : text[..(char.IsHighSurrogate(text[maxLength - 1]) ? maxLength - 1 : maxLength)] + "…";

    /// <summary>Whether a character is not shown, and has an effect on others; or is none, which XML and parsers of HTML do not allow.</summary>
    public static bool IsHidden(Rune rune) => (Rune.GetUnicodeCategory(rune) == UnicodeCategory.Control && rune.Value is not ('\n' or '\t'))
        || rune.Value is (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069) or (>= 0xFDD0 and <= 0xFDEF)
        || (rune.Value & 0xFFFE) == 0xFFFE;
}
