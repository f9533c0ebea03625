using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Opper.Emulator.Text;

namespace Opper.Emulator.Completions.BuiltIn;

/// <summary>Strings: labelled, of a known kind, else the sentence that fits the property best.</summary>
internal sealed partial class StringValues(InputText text, AnswerBudget budget)
{
    private const int SentenceLength = 240;

    public Filled Find(SchemaNode schema, Field field)
    {
        var value = schema.Format is { } format && FormatValues.Knows(format)
            ? FormatValues.Find(format, field, text)
            : Labelled(field) ?? OfSubject(field) ?? OfKind(field, schema) ?? Matching(field);
        if (!string.IsNullOrWhiteSpace(value))
        {
            return Filled.Yes(Fit(value, schema));
        }

        return Filled.No(Fit(schema.Format is { } f ? FormatValues.Placeholder(f) : "unknown", schema));
    }

    /// <summary>Makes a string keep the schema's pattern and lengths.</summary>
    public string Fit(string value, SchemaNode schema)
    {
        if (schema.Pattern is { } pattern && !budget.IsMatch(pattern, value))
        {
            value = Words.Of(text.All).FirstOrDefault(w => budget.IsMatch(pattern, w))
                ?? (budget.Match(pattern.TrimStart('^').TrimEnd('$'), text.All) is { } match && budget.IsMatch(pattern, match) ? match : value);
        }

        if (schema.Format is not null && FormatValues.Knows(schema.Format))
        {
            return value;
        }

        value = Sentences.Shorten(value, schema.Count("maxLength") ?? int.MaxValue);
        var length = Math.Max(0, schema.Count("minLength") ?? 0);
        // Known before any of them is made.
        budget.TakeCharacters((long)length - value.Length);
        return value.PadRight(length, '.');
    }

    private string? Labelled(Field field)
    {
        if (text.Labels.TryGetValue(field.Key, out var exact))
        {
            return exact;
        }

        foreach (var (label, value) in text.Labels.OrderBy(l => l.Key.Length))
        {
            if (label.Split(' ').Any(w => field.Key == w) || (field.Key.Split(' ') is { Length: > 1 } parts && parts.Contains(label)))
            {
                return value;
            }
        }

        return null;
    }

    private string? OfSubject(Field field)
    {
        if (field.Subject is not { } name)
        {
            return null;
        }

        return field switch
        {
            _ when field.Is("name", "character", "person", "place", "title", "theme", "topic", "keyword", "label", "entity") => name,
            _ when field.Is("quote") => Facts.Quotes(text.Body).FirstOrDefault(),
            _ when field.Is("role", "relationship", "occupation", "position", "job") => Apposition(name) ?? Prominence(),
            _ => Sentences.Shorten(Apposition(name) is { Length: > 25 } a ? a : Best(name) ?? Prominence(), SentenceLength),
        };
    }

    private string Prominence() => text.Prose.Count switch
    {
        >= 8 => string.Create(CultureInfo.InvariantCulture, $"a main character, in {text.Prose.Count} sentences"),
        1 => "mentioned in 1 sentence",
        var n => string.Create(CultureInfo.InvariantCulture, $"a supporting character, in {n} sentences"),
    };

    // The sentence about somebody that says most in narration: the name early on, no speech, not too long.
    private string? Best(string name) =>
        text.Prose
            .Select((s, i) => (Text: s, Score: Describes(s, name) - (i * 0.02)))
            .OrderByDescending(s => s.Score)
            .Select(s => s.Text)
            .FirstOrDefault();

    private static double Describes(string sentence, string name)
    {
        var first = name.Split(' ')[^1];
        var at = sentence.IndexOf(first, StringComparison.Ordinal);
        var words = Words.Of(sentence).Count();
        return (at is >= 0 and < 25 ? 1 : 0)
            + (Regex.IsMatch(sentence, $@"\b{Regex.Escape(first)},? (?:was|is|had|being|who|a|an|the|of)\b") ? 1.5 : 0)
            + (words is >= 8 and <= 35 ? 1 : 0)
            - (sentence[0] is '"' or '“' or '\'' or '‘' ? 1.5 : 0);
    }

    // "Della, the wife of Jim," or "the detective, Holmes" or "Jim was a clerk".
    private string? Apposition(string name)
    {
        var last = Regex.Escape(name.Split(' ')[^1]);
        foreach (var sentence in text.Prose)
        {
            var match = Regex.Match(sentence, $@"\b{last}(?:, | (?:was|is) )((?:the|a|an|his|her|my|our|their) [\p{{L}}'’\- ]{{4,60}})(?=[,.;:!?—])");
            if (match.Success && !Regex.IsMatch(match.Groups[1].Value, @"\b(?:and|but|he|she|it|I|was|were|had)\b"))
            {
                return match.Groups[1].Value.Trim();
            }
        }

        return null;
    }

    private string? OfKind(Field field, SchemaNode schema) => field switch
    {
        _ when field.Is("answer", "reply", "response") && text.Question is { } question =>
            Answers.Of(question, text.Passages)?.Text ?? "The context does not answer this question.",
        _ when field.Is("title", "headline", "subject") => Title(),
        _ when field.Is("author", "writer", "byline") => Byline(),
        _ when field.Is("summary", "synopsis", "abstract", "overview", "plot", "description", "gist", "recap") => Summarise(schema, field),
        _ when field.Is("sentiment", "mood", "tone") => Sentiment.Label(text.All),
        _ when field.Is("language", "lang") => field.Is("code", "lang") || schema.Count("maxLength") is <= 3 ? Language.Guess(text.All).Code : Language.Guess(text.All).Name,
        _ when field.Is("setting") => Setting(),
        _ when field.Is("place", "location", "city", "country", "capital") => text.Names.Places is [var place, ..] ? place : text.Prose.Count < 4 && text.Names.People is [var any, ..] ? any : null,
        _ when field.Is("company", "organization", "organisation", "employer") => text.Names.Organisations is [var company, ..] ? company : null,
        _ when ListValues.IsPeople(field) || field.Is("name", "narrator", "hero") => text.Names.People is [var person, ..] ? person : null,
        _ when field.Is("email", "mail") => FormatValues.Find("email", field, text),
        _ when field.Is("url", "link", "website") => FormatValues.Find("uri", field, text),
        _ when field.Is("phone", "telephone") => Facts.Phones(text.All) is [var phone, ..] ? phone : null,
        _ when field.Is("date", "deadline", "day", "published") => FormatValues.Find("date", field, text),
        _ when field.Is("year") => Facts.Years(text.All) is [var year, ..] ? year.ToString(CultureInfo.InvariantCulture) : null,
        _ when field.Is("quote", "quotation") => Facts.Quotes(text.Body).MaxBy(q => Math.Min(q.Length, 120)),
        _ when field.Is("question") => text.Question ?? text.Prose.FirstOrDefault(s => s.Contains('?', StringComparison.Ordinal)),
        _ when field.Is("id", "identifier", "number", "reference", "code") => Facts.Identifiers(text.All) is [var id, ..] ? id : Facts.Numbers(text.All) is [var n, ..] ? n.Text : null,
        _ when field.Is("currency") => Currency(),
        _ when field.Is("keyword", "topic", "category", "theme", "tag", "genre", "label") => text.Keywords is [var word, ..] ? word : null,
        _ => null,
    };

    private string? Title() =>
        text.Lines.FirstOrDefault(l => l.Length <= 100 && l.Any(char.IsLetter) && !l.StartsWith("***", StringComparison.Ordinal) && !l.EndsWith('.') && !l.Contains(": ", StringComparison.Ordinal)) is { } line
            ? line.Trim('#', '*', '_', '=', '"', ' ')
            : Summary.Of(text.Prose, 1) is [var sentence] ? Sentences.Shorten(sentence, 80) : null;

    private string? Byline() =>
        text.Lines.Take(40).Select(l => AuthorLine().Match(l)).FirstOrDefault(m => m.Success)?.Groups[1].Value;

    private string? Summarise(SchemaNode schema, Field field)
    {
        var max = schema.Count("maxLength") ?? 900;
        for (var count = OneLine().IsMatch(field.Description) ? 1 : 4; count > 1; count--)
        {
            var summary = string.Join(' ', Summary.Of(text.Prose, count));
            if (summary.Length <= max)
            {
                return summary;
            }
        }

        return Summary.Of(text.Prose, 1) is [var sentence] ? Sentences.Shorten(sentence, max) : null;
    }

    private string? Setting()
    {
        var early = text.Prose.Take(Math.Max(5, text.Prose.Count / 2)).ToList();
        var best = early.Select((s, i) => (Text: s, Score: PlaceCue().Count(s) / Math.Sqrt(5 + Words.Of(s).Count()) * (s[0] is '"' or '“' ? 0.3 : 1) * (1 - (0.5 * i / early.Count))))
            .Where(s => s.Score > 0).OrderByDescending(s => s.Score).Select(s => s.Text).FirstOrDefault();
        return best is null ? text.Names.Places.Count > 0 ? text.Names.Places[0] : null : Sentences.Shorten(best, SentenceLength);
    }

    private string? Currency() => Regex.Match(text.All, @"[$€£]|\b(?:USD|EUR|GBP|SEK|NOK|DKK|CHF|JPY)\b").Value switch
    {
        "" => null,
        "$" => "USD",
        "€" => "EUR",
        "£" => "GBP",
        var code => code,
    };

    private string? Matching(Field field)
    {
        if (text.Prose.Count == 0)
        {
            return text.All;
        }

        if (text.All.Length <= 60)
        {
            return text.All.Trim();
        }

        var scores = SearchIndex.ScoresByWord(text.Prose, field.Query);
        var best = Enumerable.Range(0, scores.Length).MaxBy(i => scores[i]);
        return Sentences.Shorten(scores[best] > 0 ? text.Prose[best] : Summary.Of(text.Prose, 1)[0], SentenceLength);
    }

    [GeneratedRegex(@"(?:^|\s)(?:[Bb]y|BY)\s+((?:\p{Lu}[\p{L}.'’\-]*)(?:\s+(?:\p{Lu}[\p{L}.'’\-]*|de|von|van|of)){1,4})\s*$")]
    private static partial Regex AuthorLine();

    [GeneratedRegex(@"\b(?:in|at|on|near|outside|inside|within|upon)\s+(?:the|a|an|his|her|their|this)?\s*|\b(?:room|house|flat|apartment|parlou?r|street|city|town|village|night|winter|summer|autumn|spring|morning|evening|Christmas|castle|forest|river|sea|mountain|farm|kitchen|window|vestibule|road|shop|office|ship|island|bridge)\b", RegexOptions.IgnoreCase)]
    private static partial Regex PlaceCue();

    [GeneratedRegex(@"\b(one|single)[ -](line|sentence)\b", RegexOptions.IgnoreCase)]
    private static partial Regex OneLine();
}
