namespace Opper.Emulator.Completions.BuiltIn;

/// <summary>The input of a call as text: its labeled values (JSON members, lines such as "Title: …"), and its sentences and words.</summary>
internal sealed partial class InputText
{
    private readonly Lazy<List<string>> _sentences;
    private readonly Lazy<List<string>> _names;
    private readonly Lazy<List<(double Value, int Index)>> _numbers;
    private readonly Lazy<Dictionary<string, int>> _wordCounts;

    public InputText(JsonNode? input, OutputBudget budget)
    {
        budget.Step();
        var text = input is JsonObject or JsonArray
            ? string.Join("\n\n", JsonTree.Leaves(input).Select(JsonTree.TextOf).OfType<string>())
            : Wire.AsString(input) ?? string.Empty;
        All = text[..Math.Min(text.Length, budget.MaxInputCharacters)].ReplaceLineEndings("\n");
        Json = input as JsonObject;
        Question = Question.Of(Json);
        var lines = All.Split('\n').ToLookup(line => Label().IsMatch(line));
        AddLabels((Json ?? []).Where(member => member.Value is JsonValue).Select(member => (member.Key, Wire.AsString(member.Value)!)));
        AddLabels(lines[true].Select(line => Label().Match(line)).Select(match => (match.Groups[1].Value, match.Groups[2].Value.Trim())));
        AddLabels(Question?.Labels ?? []);
        // If all lines are labeled, the whole text is the body.
        var body = string.Join('\n', lines[false]);
        _sentences = new(() => Text.Sentences.Of(body.Any(char.IsLetter) ? body : All));
        _names = new(() => Text.Names.Of(Sentences));
        _numbers = new(() => NumbersOf(All));
        _wordCounts = new(() => Words.Of(All).CountBy(Words.Stem, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal));
    }

    public JsonObject? Json { get; }

    public string All { get; }

    public Dictionary<string, string> Labels { get; } = new(StringComparer.Ordinal);

    public Question? Question { get; }

    public IReadOnlyList<string> Sentences => _sentences.Value;

    public IReadOnlyList<string> Names => _names.Value;

    public IReadOnlyList<(double Value, int Index)> Numbers => _numbers.Value;

    /// <summary>The number of occurrences of each stem.</summary>
    public IReadOnlyDictionary<string, int> WordCounts => _wordCounts.Value;

    /// <summary>The most frequent words that are not names.</summary>
    public IEnumerable<string> Keywords => Sentences.SelectMany(Words.Of)
        .Where(word => word.Length > 3 && char.IsLower(word[0]) && !Words.IsStop(word) && !word.EndsWith("ed", StringComparison.Ordinal))
        .GroupBy(Words.Stem, StringComparer.Ordinal)
        .OrderByDescending(group => group.Count())
        .Select(group => group.First());

    /// <summary>The items of a bulleted or numbered list.</summary>
    public List<string> Bullets => [.. Bullet().Matches(All).Select(m => m.Groups[1].Value.Trim())];

    /// <summary>The normalized form of a label or property name: "Due dates", "dueDate" and "due_date" are equal.</summary>
    public static string Key(string label) => string.Join(' ', Words.OfIdentifier(label).Select(Words.Stem));

    public static List<(double Value, int Index)> NumbersOf(string text) => [.. Number().Matches(text).Select(match =>
        (double.Parse(match.Value.Replace(",", string.Empty, StringComparison.Ordinal), CultureInfo.InvariantCulture), match.Index))];

    private void AddLabels(IEnumerable<(string Name, string Value)> labels)
    {
        foreach (var (name, value) in labels)
        {
            Labels.TryAdd(Key(name), value);
        }
    }

    [GeneratedRegex(@"^[\s>*#_\-]*(?!(?:https?|mailto):)([\p{L}][\p{L}\p{N} /_\-]{0,30}?)\**:\**\s+(\S.*)$")]
    private static partial Regex Label();

    [GeneratedRegex(@"(?:^|\n)[ \t]*(?:[-*•]|\d{1,2}[.)])[ \t]+(\S[^\n]*)")]
    private static partial Regex Bullet();

    [GeneratedRegex(@"(?<![\w.\-])-?\d+(?:,\d{3})*(?:\.\d+)?(?![\w])")]
    private static partial Regex Number();
}
