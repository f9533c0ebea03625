using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Opper.Tool.Types;

/// <summary>Converts JSON names to C# names and literals.</summary>
internal static partial class Identifiers
{
    // Metadata limits names with their namespaces to 1,023 bytes.
    private const int MaxLength = 150;

    private static readonly HashSet<string> Keywords = new(
        ("__arglist __makeref __reftype __refvalue abstract as base bool break byte case catch char checked class const continue decimal "
        + "default delegate do double else enum event explicit extern false finally fixed float for foreach goto if implicit in int interface "
        + "internal is lock long namespace new null object operator out override params private protected public readonly ref return sbyte "
        + "sealed short sizeof stackalloc static string struct switch this throw true try typeof uint ulong unchecked unsafe ushort using "
        + "virtual void volatile while").Split(' '),
        StringComparer.Ordinal);

    /// <summary>The members of each record, which are not allowed as the name of one either.</summary>
    public static readonly IReadOnlyCollection<string> MembersOfRecords = ["Clone", "EqualityContract", "Equals", "Finalize", "GetHashCode",
        "GetType", "MemberwiseClone", "PrintMembers", "ReferenceEquals", "ToString"];

    /// <summary>Whether a name is a namespace. Names with a keyword are not, although C# allows them with a prefix.</summary>
    public static bool IsNamespace(string name) => name.Length <= MaxLength
        && name.Split('.').All(part => Identifier().IsMatch(part) && !Keywords.Contains(part));

    public static string Pascal(string name)
    {
        var result = new StringBuilder();
        var isStart = true;
        foreach (var letter in name.Take(MaxLength))
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

    [GeneratedRegex(@"^[\p{L}\p{Nl}_][\p{L}\p{Nl}\p{Mn}\p{Mc}\p{Nd}\p{Pc}]*\z")]
    private static partial Regex Identifier();

    private static bool IsVisible(char letter) =>
        char.GetUnicodeCategory(letter) is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator
        or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned);
}
