using System.Globalization;
using System.Text;

namespace Opper.Tool.Terminal;

/// <summary>Makes external text safe for a terminal: control and formatting characters could move the cursor, change colors or reorder the text.</summary>
internal static class Printable
{
    /// <summary>Formats text as a single line.</summary>
    public static string Line(string text) => string.Join(' ', Text(text).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    public static string Text(string text)
    {
        var result = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            var isLayout = rune.Value is '\n' or '\t' or '\r';
            var isHidden = Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control || rune.Value is (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069);
            result.Append(isHidden && !isLayout ? Rune.ReplacementChar : rune);
        }

        return result.ToString();
    }
}
