using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Opper.Emulator.Text;

namespace Opper.Emulator.Completions.BuiltIn;

/// <summary>A call's input as text: its labelled values ("Title: …", JSON properties), its prose and what is found in it.</summary>
internal sealed partial class InputText
{
    private const int MaxHeading = 100;
    private readonly Lazy<List<string>> _sentences;
    private readonly Lazy<Names> _names;
    private readonly Lazy<List<string>> _keywords;

    public InputText(JsonNode? input, AnswerBudget budget)
        : this(input, input is JsonObject or JsonArray ? string.Join("\n\n", Leaves(input)) : Wire(input), budget)
    {
    }

    private InputText(JsonNode? input, string text, AnswerBudget budget)
    {
        budget.Step();
        text = text.Length <= budget.MaxInputCharacters ? text : text[..budget.MaxInputCharacters];
        Json = input;
        All = text;
        (Body, Labels) = Parse(text);
        foreach (var (key, value) in input as JsonObject ?? [])
        {
            if (value is JsonValue)
            {
                Labels[Key(key)] = Wire(value);
            }
        }

        _sentences = new(() => Sentences.Of(Body));
        _names = new(() => new Names(Prose));
        _keywords = new(FindKeywords);
        (Question, Passages) = FindQuestion(input, Labels, text);
    }

    public JsonNode? Json { get; }

    public string All { get; }

    /// <summary>The text without labelled header lines and licence frames.</summary>
    public string Body { get; }

    public Dictionary<string, string> Labels { get; }

    public IReadOnlyList<string> Prose => _sentences.Value;

    public Names Names => _names.Value;

    public IReadOnlyList<string> Keywords => _keywords.Value;

    public string? Question { get; }

    public IReadOnlyList<Passage> Passages { get; } = [];

    public IEnumerable<string> Lines => All.ReplaceLineEndings("\n").Split('\n').Select(l => l.Trim()).Where(l => l.Length > 0);

    /// <summary>The items of a bulleted or numbered list.</summary>
    public List<string> Bullets => [.. Bullet().Matches(All.ReplaceLineEndings("\n")).Select(m => m.Groups[1].Value.Trim())];

    public static InputText Of(string text, AnswerBudget budget) => new(null, text, budget);

    public static string Key(string label) => string.Join(' ', Words.OfIdentifier(label).Select(Words.Stem));

    private static string Wire(JsonNode? node) => Http.Wire.AsString(node) ?? string.Empty;

    private static IEnumerable<string> Leaves(JsonNode? node) => node switch
    {
        JsonObject map => map.SelectMany(p => Leaves(p.Value)),
        JsonArray list => list.SelectMany(Leaves),
        JsonValue value when value.GetValueKind() is JsonValueKind.String or JsonValueKind.Number => [Wire(value)],
        _ => [],
    };

    private static (string Body, Dictionary<string, string> Labels) Parse(string text)
    {
        var labels = new Dictionary<string, string>(StringComparer.Ordinal);
        var lines = text.ReplaceLineEndings("\n").Split('\n');
        var start = Array.FindIndex(lines, l => l.StartsWith("*** START", StringComparison.Ordinal));
        var end = Array.FindIndex(lines, l => l.StartsWith("*** END", StringComparison.Ordinal));
        var body = new List<string>();
        for (var i = 0; i < lines.Length; i++)
        {
            if (Label().Match(lines[i]) is { Success: true } match && !Url().IsMatch(lines[i]))
            {
                labels.TryAdd(Key(match.Groups[1].Value), match.Groups[2].Value.Trim());
            }
            else if (i > start && (end < 0 || i < end))
            {
                body.Add(lines[i]);
            }
        }

        var prose = WithoutHeading(string.Join('\n', body));
        // A text of labelled lines only is its own body.
        return (prose.Any(char.IsLetter) ? prose : text, labels);
    }

    // A title and a byline at the top are not sentences.
    private static string WithoutHeading(string body)
    {
        var rest = body;
        // A few lines of heading: a text of nothing but short lines has none.
        for (var lines = 0; lines < MaxHeading && FirstParagraph().Match(rest) is { Success: true } first
            && first.Groups[1].Value is { Length: < 160 } heading
            && !heading.TrimEnd().EndsWith('.')
            && !heading.Any(c => c is '!' or '?' or ';' or '"' or '“'); lines++)
        {
            rest = rest[(first.Index + first.Length)..];
        }

        return rest;
    }

    private static (string? Question, List<Passage> Passages) FindQuestion(JsonNode? input, Dictionary<string, string> labels, string text)
    {
        if (input is JsonObject map)
        {
            var question = First(map, "question", "query", "q");
            var context = First(map, "context", "passages", "documents", "sources", "text", "chunks");
            return question is JsonValue && context is not null ? (Wire(question), PassagesOf(context)) : (null, []);
        }

        var match = ContextBlock().Match(text);
        return match.Success && labels.TryGetValue("question", out var asked) ? (asked, [new Passage(null, match.Groups[1].Value)]) : (null, []);
    }

    private static JsonNode? First(JsonObject map, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (map[name] is { } value)
            {
                return value;
            }
        }

        return null;
    }

    private static List<Passage> PassagesOf(JsonNode context) => context switch
    {
        JsonArray list => [.. list.Where(i => i is not null).Select(i => i is JsonObject o
            ? new Passage(Wire(First(o, "key", "id", "source", "name", "title")) is { Length: > 0 } key ? key : null, Wire(First(o, "content", "text", "passage", "body") ?? o))
            : new Passage(null, Wire(i)))],
        JsonObject map => [.. map.Select(p => new Passage(p.Key, Wire(p.Value)))],
        _ => [new Passage(null, Wire(context))],
    };

    // Most frequent words, in the form in which they occur most often; names are not topics.
    private List<string> FindKeywords()
    {
        var names = Names.Counts.Keys.SelectMany(n => n.Split(' ')).Select(Words.Stem).ToHashSet(StringComparer.Ordinal);
        return [.. Words.Of(Body)
            .Where(w => w.Length > 3 && !Words.IsStop(w) && !VerbOrAdverb().IsMatch(w) && !char.IsDigit(w[0]) && !w.Contains('\'', StringComparison.Ordinal) && !w.Contains('’', StringComparison.Ordinal))
            .GroupBy(Words.Stem, StringComparer.Ordinal)
            .Where(g => !names.Contains(g.Key))
            .OrderByDescending(g => g.Count()).ThenBy(g => g.Key, StringComparer.Ordinal)
            .Select(g => g.CountBy(w => w, StringComparer.Ordinal).OrderByDescending(p => char.IsLower(p.Key[0])).ThenByDescending(p => p.Value).First().Key)];
    }

    [GeneratedRegex(@"^[\s>*#_\-]*([\p{Lu}][\p{L}\p{N} /_\-]{0,30}?)\**:\**\s+(\S.*)$")]
    private static partial Regex Label();

    [GeneratedRegex(@"\A\s*([^\n]+(?:\n[^\n]*\S[^\n]*)*)\n[ \t]*\n\s*(?=\S)")]
    private static partial Regex FirstParagraph();

    [GeneratedRegex(@"^\s*(?:https?|mailto):")]
    private static partial Regex Url();

    [GeneratedRegex(@"(?:^|\n)\s*Context:\s*(.+?)(?=\n\s*Question:|$)", RegexOptions.Singleline | RegexOptions.IgnoreCase)]
    private static partial Regex ContextBlock();

    [GeneratedRegex(@"(?:ed|ly|n't)$|^(?:heard|knew|found|felt|stood|gave|thought|turn|want|know|ever|really)$", RegexOptions.IgnoreCase)]
    private static partial Regex VerbOrAdverb();

    [GeneratedRegex(@"(?:^|\n)[ \t]*(?:[-*•]|\d{1,2}[.)])[ \t]+(\S[^\n]*)")]
    private static partial Regex Bullet();
}
