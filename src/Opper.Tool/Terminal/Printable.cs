using System.Globalization;
using System.Text;

namespace Opper.Tool.Terminal;

/// <summary>Text from elsewhere on a terminal: control and formatting characters could move its cursor, change its colours or reorder what it shows.</summary>
internal static class Printable
{
    /// <summary>In one line.</summary>
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
