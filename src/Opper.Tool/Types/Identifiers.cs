using System.Globalization;
using System.Text;

namespace Opper.Tool.Types;

/// <summary>Converts JSON names to C# names and literals.</summary>
internal static class Identifiers
{
    /// <summary>The members of each record, which are not allowed as the name of one either.</summary>
    public static readonly IReadOnlyCollection<string> MembersOfRecords = ["Clone", "EqualityContract", "Equals", "Finalize", "GetHashCode",
        "GetType", "MemberwiseClone", "PrintMembers", "ReferenceEquals", "ToString"];

    public static string Pascal(string name)
    {
        var result = new StringBuilder();
        var isStart = true;
        foreach (var letter in name)
        {
            if (!char.IsLetterOrDigit(letter))
            {
                isStart = true;
                continue;
            }

            if (result.Length == 0 && !char.IsLetter(letter))
            {
                result.Append('_');
            }

            result.Append(isStart ? char.ToUpperInvariant(letter) : letter);
            isStart = false;
        }

        return result.Length == 0 ? "Value" : result.ToString();
    }

    /// <summary>The name of a member, which must differ from the name of its record.</summary>
    public static string Member(string name, string record)
    {
        var pascal = Pascal(name);
        return pascal == record || MembersOfRecords.Contains(pascal) ? pascal + "Value" : pascal;
    }

    /// <summary>The name, with a number if it is already used.</summary>
    public static string Unique(string name, ISet<string> taken)
    {
        var free = name;
        for (var i = 2; !taken.Add(free); i++)
        {
            free = string.Create(CultureInfo.InvariantCulture, $"{name}{i}");
        }

        return free;
    }

    /// <summary>A string literal. Invisible characters are escaped, because some of them are line breaks to the compiler.</summary>
    public static string Literal(string text)
    {
        var result = new StringBuilder("\"");
        foreach (var letter in text)
        {
            result.Append(letter switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                '\n' => "\\n",
                '\t' => "\\t",
                _ when IsVisible(letter) => letter.ToString(),
                _ => string.Create(CultureInfo.InvariantCulture, $"\\u{(int)letter:x4}"),
            });
        }

        return result.Append('"').ToString();
    }

    private static bool IsVisible(char letter) =>
        char.GetUnicodeCategory(letter) is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator
        or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned);
}
