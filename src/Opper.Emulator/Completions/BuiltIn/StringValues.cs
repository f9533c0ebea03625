using Opper.Emulator.Search;
using Opper.Emulator.Text;

namespace Opper.Emulator.Completions.BuiltIn;

/// <summary>Finds strings: labeled values, strings of a known format, or the sentence most similar to the name and description of the property.</summary>
internal sealed class StringValues(InputText text, OutputBudget budget)
{
    private const int SentenceLength = 160;
    private const int SummaryLength = 2;
    private const int ListLength = 5;

    public FilledValue Find(SchemaNode schema, Field field)
    {
        var labeled = text.Labels.GetValueOrDefault(field.Key);
        var value = StringFormat.Of(schema) is { } format
            ? format.Find(labeled ?? string.Empty).Concat(format.Find(text.All)).FirstOrDefault()
            : labeled ?? Subject(field) ?? ByName(schema, field) ?? Nearest(field);
        return string.IsNullOrWhiteSpace(value)
            ? FilledValue.No(Fit(StringFormat.Of(schema)?.Placeholder ?? "unknown", schema))
            : FilledValue.Yes(Fit(value, schema));
    }

    public IEnumerable<string> List(SchemaNode items, Field field)
    {
        if ((StringFormat.Of(items) ?? StringFormat.Of(field)) is { } format)
        {
            return format.Find(text.All);
        }

        return field switch
        {
            _ when text.Labels.TryGetValue(field.Key, out var label) =>
                label.Split([',', ';'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries),
            _ when text.Question is { } question && field.Is("source", "citation", "reference", "key") => question.Source is { } source ? [source] : [],
            _ when text.Bullets is { Count: > 1 } bullets => bullets,
            _ when field.IsName => text.Names.Take(ListLength),
            _ when field.IsProse => Sentences.Summary(text.Sentences, ListLength),
            _ => text.Keywords.Take(ListLength),
        };
    }

    /// <summary>Adjusts a string to the pattern and length limits of the schema.</summary>
    public string Fit(string value, SchemaNode schema)
    {
        if (schema.Pattern is { } pattern && !budget.IsMatch(pattern, value))
        {
            value = Words.Of(text.All).FirstOrDefault(word => budget.IsMatch(pattern, word)) ?? value;
        }

        if (StringFormat.Of(schema) is not null)
        {
            return value;
        }

        value = Sentences.Shorten(value, schema.Count("maxLength") ?? int.MaxValue);
        var length = Math.Max(0, schema.Count("minLength") ?? 0);
        // Checked before the padding is created.
        budget.TakeCharacters((long)length - value.Length);
        return value.PadRight(length, '.');
    }

    private static string? Subject(Field field) => field.IsName || field.Is("title", "label", "topic", "theme") ? field.Subject : null;

    private string? ByName(SchemaNode schema, Field field) => field switch
    {
        _ when StringFormat.Of(field)?.Find(text.All).FirstOrDefault() is { } found => found,
        _ when text.Question is { } question && field.Is("answer", "reply", "response") => question.Answer,
        _ when field.Is("title", "headline", "subject") => Sentences.Shorten(text.All.AsSpan().TrimStart("#* \n").ToString().Split('\n')[0], SentenceLength),
        _ when field.IsProse => Summary(schema.Count("maxLength") ?? int.MaxValue),
        _ when field.IsName => First(text.Names),
        _ when field.Is("keyword", "topic", "theme", "tag", "category") => First(text.Keywords),
        _ => null,
    };

    private static string? First(IReadOnlyList<string> values) => values.Count > 0 ? values[0] : null;

    private string? Summary(int max) =>
        text.Sentences.Count == 0 ? null : Sentences.Shorten(string.Join(' ', Sentences.Summary(text.Sentences, SummaryLength)), max);

    private string Nearest(Field field)
    {
        budget.Step();
        return text.Sentences.Count <= 1 || SearchIndex.Best(text.Sentences, field.Query, 1) is not [var best]
            ? Sentences.Shorten(text.All.Trim(), SentenceLength)
            : Sentences.Shorten(text.Sentences[best.Chunk], SentenceLength);
    }
}
