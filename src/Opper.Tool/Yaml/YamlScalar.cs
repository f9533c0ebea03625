using System.Text.Json;
using System.Text.RegularExpressions;
using YamlDotNet.Core;

namespace Opper.Tool.Yaml;

/// <summary>JSON scalars in YAML. Unquoted scalars that are not JSON literals are strings, so that "no", "1e" and "0x1F" remain unchanged.</summary>
internal static partial class YamlScalar
{
    public static JsonValueKind KindOf(string plain) => plain switch
    {
        "" or "~" or "null" => JsonValueKind.Null,
        "true" => JsonValueKind.True,
        "false" => JsonValueKind.False,
        _ => Number().IsMatch(plain) ? JsonValueKind.Number : JsonValueKind.String,
    };

    public static ScalarStyle StyleOf(string text, bool isKey) =>
        Plain().IsMatch(text) && KindOf(text) == JsonValueKind.String && !OtherLiterals().IsMatch(text) ? ScalarStyle.Plain
            : !isKey && Block().IsMatch(text) && !Unprintable().IsMatch(text) ? ScalarStyle.Literal
            : ScalarStyle.DoubleQuoted;

    [GeneratedRegex(@"^-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?\z")]
    private static partial Regex Number();

    // Starts with a letter, has no characters that are special in YAML, and does not end with a space.
    [GeneratedRegex(@"^[\p{L}_/][\p{L}\p{N}_/.,;()$' +-]*(?<! )\z")]
    private static partial Regex Plain();

    // Booleans in YAML 1.1, which other tools read.
    [GeneratedRegex(@"^(y|n|yes|no|on|off|true|false|null)\z", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex OtherLiterals();

    // Lines, the first of which is not indented, and none of which ends with a space.
    [GeneratedRegex(@"^[^\s](?:[^\n]*[^\s])?(?:\n+(?:[^\n]*[^\s])?)+\z")]
    private static partial Regex Block();

    [GeneratedRegex(@"[^\P{C}\n\p{Cs}]|[\t\u0085\u2028\u2029\uFEFF\uFFFE\uFFFF]")]
    private static partial Regex Unprintable();
}
