using System.Globalization;
using System.Text;
using Opper.Evaluation.Reports;

namespace Opper.Tool.Terminal;

/// <summary>JSON for a terminal: control and formatting characters could move the cursor, change colors or reorder the text.</summary>
internal static class Printable
{
    /// <summary>JSON of the same value, with such characters as escape sequences.</summary>
    public static string Json(string json)
    {
        var result = new StringBuilder(json.Length);
        foreach (var rune in json.EnumerateRunes())
        {
            if (VisibleText.IsHidden(rune))
            {
                result.Append(CultureInfo.InvariantCulture, $"\\u{rune.Value:X4}");
            }
            else
            {
                result.Append(rune);
            }
        }

        return result.ToString();
    }
}
