using Opper.Emulator.Text;

namespace Opper.Emulator.Completions.BuiltIn;

/// <summary>Lists that a text has to offer: names, key words, quotes, sentences.</summary>
internal static class ListValues
{
    private const int Usual = 5;

    public static IEnumerable<string> Find(Field field, InputText text)
    {
        if (text.Labels.TryGetValue(field.Key, out var label))
        {
            return label.Split([',', ';'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        }

        if (field.Is("source", "citation", "reference", "key") && text.Question is { } question)
        {
            return Answers.Of(question, text.Passages)?.Sources.Select(s => s.Key ?? s.Text).Distinct(StringComparer.Ordinal) ?? [];
        }

        return field switch
        {
            _ when IsPeople(field) => text.Names.People.Take(Usual),
            _ when field.Is("place", "location", "city", "country", "setting") => text.Names.Places.Take(Usual),
            _ when field.Is("organization", "organisation", "company") => text.Names.Organisations.Take(Usual),
            _ when field.Is("entity", "name") => text.Names.Counts.OrderByDescending(c => c.Value).Select(c => c.Key).Take(Usual),
            _ when field.Is("quote", "quotation") => Facts.Quotes(text.Body).OrderByDescending(q => Math.Min(q.Length, 120)).Take(3),
            _ when field.Is("question") => text.Prose.Where(s => s.Contains('?', StringComparison.Ordinal)).Take(Usual),
            _ when field.Is("email", "mail") => Facts.Emails(text.All),
            _ when field.Is("url", "link") => Facts.Urls(text.All),
            _ when field.Is("phone") => Facts.Phones(text.All),
            _ when field.Is("date", "deadline") => Facts.Dates(text.All).Select(d => d.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture)),
            _ when field.Is("language") => [Language.Guess(text.All).Name],
            _ when text.Bullets is { Count: > 1 } bullets => bullets.Take(20),
            _ when field.Is("fact", "point", "highlight", "event", "sentence", "finding", "takeaway", "insight", "step", "task", "action", "summary", "bullet", "claim", "plot") => Summary.Of(text.Prose, Usual),
            _ => text.Keywords.Take(Usual),
        };
    }

    /// <summary>What the objects of a list are about, and the part of the text that says something of each.</summary>
    public static IEnumerable<(string? Name, string Scope)> Subjects(Field field, SchemaNode items, InputText text)
    {
        if (field.Is("place", "location", "city", "country", "setting"))
        {
            return Named(text.Names.Places, text);
        }

        if (field.Is("organization", "organisation", "company"))
        {
            return Named(text.Names.Organisations, text);
        }

        if (text.Bullets is { Count: > 1 } bullets && !IsPeople(field))
        {
            return bullets.Select(b => ((string?)null, b));
        }

        if (field.Is("theme", "topic", "keyword", "tag"))
        {
            return text.Keywords.Take(Usual).Select(k => ((string?)k, string.Join(' ', text.Prose.Where(s => s.Contains(k, StringComparison.OrdinalIgnoreCase)))));
        }

        if (IsPeople(field) || field.Is("entity") || items.Properties.ContainsKey("name"))
        {
            return Named(text.Names.People, text);
        }

        if (field.Is("quote", "quotation"))
        {
            return Facts.Quotes(text.Body).OrderByDescending(q => Math.Min(q.Length, 120)).Take(3).Select(q => ((string?)null, q));
        }

        return Summary.Of(text.Prose, Usual).Select(s => ((string?)null, s));
    }

    public static bool IsPeople(Field field) =>
        field.Is("character", "person", "people", "participant", "protagonist", "author", "speaker", "cast", "attendee", "member", "customer", "contact");

    private static IEnumerable<(string? Name, string Scope)> Named(IReadOnlyList<string> names, InputText text)
    {
        // Names met only once beside much more frequent ones are seldom what is asked for.
        var often = names.Where(n => text.Names.Counts[n] > 1).ToList();
        return (often.Count >= 2 ? often : names).Take(Usual)
            .Select(n => ((string?)n, string.Join(' ', text.Prose.Where(s => Names.Mentions(s, n)))));
    }
}
