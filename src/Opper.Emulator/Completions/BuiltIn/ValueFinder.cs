namespace Opper.Emulator.Completions.BuiltIn;

/// <summary>Finds scalar values in the input: labeled ones first, otherwise by the words of the property. Null if there are none.</summary>
internal sealed partial class ValueFinder(InputText text, OutputBudget budget)
{
    private const int Near = 40;
    private const int SentenceLength = 160;
    private const int SummaryLength = 2;
    private const int ListLength = 5;

    /// <summary>The enum members whose words occur in the text, the most frequent first.</summary>
    public IEnumerable<JsonNode> Mentioned(JsonArray members, Field field)
    {
        var label = text.Labels.GetValueOrDefault(field.Key, string.Empty);
        return members.OfType<JsonNode>()
            .Select(member => (Member: member, Score: Score(Wire.AsString(member)!)))
            .Where(scored => scored.Score > 0)
            .OrderByDescending(scored => scored.Score)
            .Select(scored => scored.Member.DeepClone());

        int Score(string name)
        {
            budget.TakeValues(1);
            return label.Length > 0 && InputText.Key(label) == InputText.Key(name)
                ? int.MaxValue
                : Words.OfIdentifier(name).Select(Words.Stem).Distinct(StringComparer.Ordinal).Sum(stem => text.WordCounts.GetValueOrDefault(stem));
        }
    }

    /// <summary>Whether a word of the property occurs in the text.</summary>
    public bool Boolean(Field field) => text.Labels.TryGetValue(field.Key, out var label)
        ? Yes().IsMatch(label)
        : Words.OfIdentifier(field.Name).Any(word => !Words.IsStop(word) && text.WordCounts.ContainsKey(Words.Stem(word)));

    /// <summary>The number closest to a word of the property.</summary>
    public double? Number(Field field)
    {
        if (text.Labels.TryGetValue(field.Key, out var label) && InputText.NumbersOf(label) is [var labeled, ..])
        {
            return labeled.Value;
        }

        var stems = Words.OfIdentifier(field.Name).Where(word => !Words.IsStop(word)).Select(Words.Stem).ToHashSet(StringComparer.Ordinal);
        var words = Word().Matches(text.All).Where(word => stems.Contains(Words.Stem(word.Value))).ToList();
        return text.Numbers
            .SelectMany(number =>
            {
                budget.Step();
                // A number after the word is more likely to belong to it than one before it.
                return words.Select(word => (number.Value,
                    Distance: word.Index > number.Index ? word.Index - number.Index : (number.Index - word.Index) / 2));
            })
            .Where(near => near.Distance < Near)
            .OrderBy(near => near.Distance)
            .Select(near => (double?)near.Value)
            .FirstOrDefault();
    }

    /// <summary>A string of the format of the schema or the property; otherwise a name, a summary or the sentence that a search finds.</summary>
    public string? String(SchemaNode schema, Field field)
    {
        var label = text.Labels.GetValueOrDefault(field.Key);
        var found = StringFormat.Of(schema) is { } format
            ? format.Find(label ?? string.Empty).Concat(format.Find(text.All)).FirstOrDefault()
            : label ?? StringFormat.Of(field)?.Find(text.All).FirstOrDefault() ?? Prose(field);
        return string.IsNullOrWhiteSpace(found) ? null : found;
    }

    /// <summary>The strings of a list: a labeled enumeration, strings of a format, bullets, names, or the most frequent words.</summary>
    public IEnumerable<string> Strings(SchemaNode items, Field field) => (StringFormat.Of(items) ?? StringFormat.Of(field)) switch
    {
        { } format => format.Find(text.All),
        _ when text.Labels.TryGetValue(field.Key, out var label) =>
            label.Split([',', ';'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries),
        _ when text.Bullets is { Count: > 1 } bullets => bullets,
        _ => (field.IsName ? text.Names : text.Keywords).Take(ListLength),
    };

    /// <summary>Adjusts a string to the pattern and length limits of the schema.</summary>
    public string Fit(string value, SchemaNode schema)
    {
        if (schema.Pattern is { } pattern && !budget.IsMatch(pattern, value))
        {
            value = Words.Of(text.All).FirstOrDefault(word => budget.IsMatch(pattern, word)) ?? value;
        }

        if (StringFormat.Of(schema) is null)
        {
            value = Sentences.Shorten(value, schema.Count("maxLength") ?? int.MaxValue);
        }

        var length = StringFormat.Of(schema) is null ? Math.Max(value.Length, schema.Count("minLength") ?? 0) : value.Length;
        // Checked before the padding is created.
        budget.TakeCharacters(length);
        return value.PadRight(length, '.');
    }

    private string? Prose(Field field)
    {
        budget.Step();
        return field switch
        {
            { IsName: true } => text.Names is [var first, ..] ? first : null,
            _ when field.Is("summary", "overview", "abstract") => string.Join(' ', Sentences.Summary(text.Sentences, SummaryLength)),
            _ when text.Sentences.Count > 1 && SearchIndex.Best(text.Sentences, field.Query, 1) is [var best] =>
                Sentences.Shorten(text.Sentences[best.Chunk], SentenceLength),
            _ => Sentences.Shorten(text.All.Trim(), SentenceLength),
        };
    }

    [GeneratedRegex(@"\p{L}+")]
    private static partial Regex Word();

    [GeneratedRegex("^(?:true|yes|y|1|on)", RegexOptions.IgnoreCase)]
    private static partial Regex Yes();
}
