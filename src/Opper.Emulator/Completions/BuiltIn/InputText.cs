using Opper.Emulator.Json;
using Opper.Emulator.Text;

namespace Opper.Emulator.Completions.BuiltIn;

/// <summary>The input of a call as text: its labeled values (JSON members, lines such as "Title: …"), and its sentences and words.</summary>
internal sealed partial class InputText
{
    private readonly Lazy<List<string>> _sentences;
    private readonly Lazy<List<string>> _names;
    private readonly Lazy<List<string>> _keywords;
    private readonly Lazy<Dictionary<string, int>> _wordCounts;

    public InputText(JsonNode? input, OutputBudget budget)
    {
        budget.Step();
        var text = input is JsonObject or JsonArray ? string.Join("\n\n", Leaves(input)) : Wire.AsString(input) ?? string.Empty;
        text = text[..Math.Min(text.Length, budget.MaxInputCharacters)].ReplaceLineEndings("\n");
        Json = input;
        All = text;
        var lines = text.Split('\n').ToLookup(line => Label().IsMatch(line));
        foreach (var match in lines[true].Select(line => Label().Match(line)))
        {
            Labels.TryAdd(Key(match.Groups[1].Value), match.Groups[2].Value.Trim());
        }

        foreach (var (name, value) in (input as JsonObject ?? []).Where(member => member.Value is JsonValue))
        {
            Labels[Key(name)] = Wire.AsString(value)!;
        }

        // If all lines are labeled, the whole text is the body.
        var body = string.Join('\n', lines[false]);
        Body = body.Any(char.IsLetter) ? body : text;
        Question = Question.Of(input);
        _sentences = new(() => Text.Sentences.Of(Body));
        _names = new(() => Text.Names.Of(Sentences));
        _keywords = new(FindKeywords);
        _wordCounts = new(() => Words.Of(All).CountBy(Words.Stem, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal));
    }

    public JsonNode? Json { get; }

    public string All { get; }

    /// <summary>The text without labeled lines.</summary>
    public string Body { get; }

    public Dictionary<string, string> Labels { get; } = new(StringComparer.Ordinal);

    public Question? Question { get; }

    public IReadOnlyList<string> Sentences => _sentences.Value;

    public IReadOnlyList<string> Names => _names.Value;

    /// <summary>The number of occurrences of each stem.</summary>
    public IReadOnlyDictionary<string, int> WordCounts => _wordCounts.Value;

    /// <summary>The most frequent words that are not names.</summary>
    public IReadOnlyList<string> Keywords => _keywords.Value;

    /// <summary>The items of a bulleted or numbered list.</summary>
    public List<string> Bullets => [.. Bullet().Matches(All).Select(m => m.Groups[1].Value.Trim())];

    /// <summary>The normalized form of a label or property name: "Due dates", "dueDate" and "due_date" are equal.</summary>
    public static string Key(string label) => string.Join(' ', Words.OfIdentifier(label).Select(Words.Stem));

    private static IEnumerable<string> Leaves(JsonNode? node) => node switch
    {
        JsonObject map => map.SelectMany(p => Leaves(p.Value)),
        JsonArray list => list.SelectMany(Leaves),
        JsonValue value when value.GetValueKind() is JsonValueKind.String or JsonValueKind.Number => [Wire.AsString(value)!],
        _ => [],
    };

    private List<string> FindKeywords()
    {
        var names = Names.SelectMany(name => name.Split(' ')).ToHashSet(StringComparer.Ordinal);
        return [.. Words.Of(Body)
            .Where(word => word.Length > 3 && char.IsLower(word[0]) && !Words.IsStop(word) && !word.EndsWith("ed", StringComparison.Ordinal))
            .GroupBy(Words.Stem, StringComparer.Ordinal)
            .Where(group => !names.Contains(group.First()))
            .OrderByDescending(group => group.Count()).ThenBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => group.First())];
    }

    [GeneratedRegex(@"^[\s>*#_\-]*(?!(?:https?|mailto):)([\p{L}][\p{L}\p{N} /_\-]{0,30}?)\**:\**\s+(\S.*)$")]
    private static partial Regex Label();

    [GeneratedRegex(@"(?:^|\n)[ \t]*(?:[-*•]|\d{1,2}[.)])[ \t]+(\S[^\n]*)")]
    private static partial Regex Bullet();
}
