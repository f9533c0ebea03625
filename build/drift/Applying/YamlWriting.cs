using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Opper.Drift.Applying;

/// <summary>YAML in the style of opper.yaml: two spaces, single quotes where quotes are needed, long text folded at 120 columns.</summary>
internal static partial class YamlWriting
{
    private const int Width = 120;

    public static string Scalar(string text) => NeedsQuotes(text) ? $"'{text.Replace("'", "''", StringComparison.Ordinal)}'" : text;

    /// <summary>A key with text, folded if it is too long for one line.</summary>
    public static IEnumerable<string> Text(string key, string text, int indent)
    {
        text = Spaces().Replace(text, " ").Trim();
        var line = $"{key}: {Scalar(text)}";
        return indent + line.Length <= Width ? [line] : Folded(key, text, indent);
    }

    public static IEnumerable<string> Folded(string key, string text, int indent)
    {
        yield return $"{key}: >-";
        var line = string.Empty;
        foreach (var word in text.Split(' '))
        {
            if (line.Length > 0 && indent + 2 + line.Length + 1 + word.Length > Width)
            {
                yield return "  " + line;
                line = string.Empty;
            }

            line += line.Length == 0 ? word : " " + word;
        }

        yield return "  " + line;
    }

    /// <summary>A key with any JSON value.</summary>
    public static IEnumerable<string> Value(string key, JsonNode? value) => value switch
    {
        JsonObject { Count: > 0 } map => [$"{Scalar(key)}:", .. Indented(map.SelectMany(pair => Value(pair.Key, pair.Value)))],
        JsonArray { Count: > 0 } list => [$"{Scalar(key)}:", .. Indented(list.SelectMany(Item))],
        _ => [$"{Scalar(key)}: {Flat(value)}"],
    };

    public static IEnumerable<string> Indented(IEnumerable<string> lines) => lines.Select(line => "  " + line);

    private static IEnumerable<string> Item(JsonNode? value)
    {
        List<string> lines = value switch
        {
            JsonObject { Count: > 0 } map => [.. map.SelectMany(pair => Value(pair.Key, pair.Value))],
            JsonArray { Count: > 0 } list => [.. list.SelectMany(Item)],
            _ => [Flat(value)],
        };
        return lines.Select((line, index) => (index == 0 ? "- " : "  ") + line);
    }

    private static string Flat(JsonNode? value) => value switch
    {
        null => "null",
        JsonObject => "{}",
        JsonArray => "[]",
        _ when value.GetValueKind() == JsonValueKind.String => Scalar(value.GetValue<string>()),
        _ => value.ToJsonString(),
    };

    private static bool NeedsQuotes(string text) => text.Length == 0
        || !PlainStart().IsMatch(text)
        || text.Contains(": ", StringComparison.Ordinal) || text.Contains(" #", StringComparison.Ordinal) || text.EndsWith(':') || text.EndsWith(' ')
        || text.Contains('\n', StringComparison.Ordinal)
        || text is "true" or "false" or "null" or "yes" or "no" or "on" or "off" or "~"
        || double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _)
        || DateStart().IsMatch(text);

    [GeneratedRegex(@"^[A-Za-z0-9_./(<$=]")]
    private static partial Regex PlainStart();

    [GeneratedRegex(@"^\d{4}-\d\d-\d\d")]
    private static partial Regex DateStart();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
