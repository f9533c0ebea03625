using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Opper.Emulator.Text;

namespace Opper.Emulator.Completions.BuiltIn;

/// <summary>Numbers: counted, labelled, near the words of the property, else in the order of the text.</summary>
internal sealed class NumberValues(InputText text, AnswerBudget budget)
{
    private const int Near = 40;
    private static readonly string[] s_yearLabels = ["year", "publish", "date", "copyright", "written"];
    private readonly HashSet<int> _used = [];

    public Filled Find(SchemaNode schema, Field field, bool whole)
    {
        var value = Known(field) ?? Nearby(field) ?? (field.Subject is null ? Unused(field) : null);
        return value is { } found ? Filled.Yes(Fit(found, schema, whole)) : Filled.No(Fit(0, schema, whole));
    }

    public IEnumerable<JsonNode?> All(SchemaNode items, bool whole) =>
        Facts.Numbers(text.All).Where(n => !whole || n.Value == Math.Floor(n.Value)).Select(n => Fit(n.Value, items, whole));

    private static JsonNode Fit(double value, SchemaNode schema, bool whole)
    {
        var min = schema.Number("minimum") ?? double.MinValue;
        var max = schema.Number("maximum") ?? double.MaxValue;
        var step = schema.Number("multipleOf") ?? (whole ? 1 : 0);
        min = schema.Number("exclusiveMinimum") is { } above ? Math.Max(min, above + (step > 0 ? step : (max < double.MaxValue ? (max - above) / 100 : 1))) : min;
        max = schema.Number("exclusiveMaximum") is { } below ? Math.Min(max, below - (step > 0 ? step : (min > double.MinValue ? (below - min) / 100 : 1))) : max;
        var fitted = Math.Min(Math.Max(value, min), max);
        if (step > 0)
        {
            fitted = Math.Round(fitted / step) * step;
            fitted = fitted < min ? Math.Ceiling(min / step) * step : fitted > max ? Math.Floor(max / step) * step : fitted;
        }

        // Bounds without end leave no number between them.
        fitted = double.IsNaN(fitted) ? 0 : fitted;
        return fitted == Math.Floor(fitted) && Math.Abs(fitted) < 1e15 ? (long)fitted : (decimal)Math.Clamp(fitted, -1e27, 1e27);
    }

    private double? Known(Field field)
    {
        if (text.Labels.TryGetValue(field.Key, out var label) && Facts.Numbers(label) is [var labelled, ..])
        {
            return labelled.Value;
        }

        var key = field.Key;
        return key switch
        {
            _ when field.Is("word") => Words.Of(text.Body).Count(),
            _ when field.Is("character", "letter") && field.Is("count", "number", "length") => field.Is("length") || text.Names.People.Count == 0 ? text.Body.Trim().Length : text.Names.People.Count,
            _ when field.Is("sentence") => text.Prose.Count,
            _ when field.Is("paragraph") => Sentences.Paragraphs(text.Body).Count(),
            _ when field.Is("line") && field.Is("count") => text.Lines.Count(),
            _ when field.Is("mention", "occurrence", "frequency") && field.Subject is { } name => text.Prose.Sum(s => Regex.Count(s, $@"\b{Regex.Escape(name.Split(' ')[0])}\b")),
            _ when field.Is("year") => Year(),
            _ when field.Is("confidence", "probability", "relevance", "certainty") => text.Question is { } question ? Answers.Of(question, text.Passages)?.Confidence ?? 0 : 0.5,
            _ when field.Is("sentiment", "polarity") => Math.Round(Sentiment.Of(text.All).Score, 2),
            _ when field.Is("price", "amount", "total", "cost", "sum", "budget") => Money(field),
            _ => null,
        };
    }

    // The release of an e-book is the last thing that is meant by a year.
    private double? Year()
    {
        var labelled = text.Labels.Where(l => s_yearLabels.Any(y => l.Key.Contains(y, StringComparison.Ordinal)))
            .Select(l => (Late: l.Key.Contains("releas", StringComparison.Ordinal) || l.Key.Contains("updat", StringComparison.Ordinal), l.Value))
            .ToList();
        return labelled.Where(l => !l.Late).SelectMany(l => Facts.Years(l.Value))
            .Concat(Regex.Matches(text.All, @"(?:[Pp]ublished|[Cc]opyright|©|\([Cc]\)|[Ww]ritten)\D{0,25}(?:1[0-9]{3}|20[0-9]{2})\b").SelectMany(m => Facts.Years(m.Value)))
            .Concat(Facts.Years(text.Body))
            .Concat(labelled.SelectMany(l => Facts.Years(l.Value)))
            .Concat(Facts.Years(text.All))
            .Select(y => (double?)y).FirstOrDefault();
    }

    private double? Money(Field field)
    {
        var amounts = Regex.Matches(text.All, @"(?:[$€£]\s?|(?:USD|EUR|SEK|GBP)\s)(\d+(?:,\d{3})*(?:\.\d+)?)|(\d+(?:,\d{3})*(?:\.\d+)?)\s?(?:[$€£]|USD|EUR|SEK|GBP|dollars|euros)")
            .Select(m => double.Parse((m.Groups[1].Value + m.Groups[2].Value).Replace(",", string.Empty, StringComparison.Ordinal), CultureInfo.InvariantCulture))
            .ToList();
        var near = Nearby(field);
        return amounts.Count == 0 ? null : near is { } n && amounts.Contains(n) ? n : field.Is("total", "sum") ? amounts.Max() : amounts[0];
    }

    // The number whose distance to a word of the property is the least.
    private double? Nearby(Field field)
    {
        var stems = Words.Terms(string.Join(' ', Words.OfIdentifier(field.Name))).ToHashSet(StringComparer.Ordinal);
        var words = Regex.Matches(text.All, @"\p{L}+").Where(m => stems.Contains(Words.Stem(m.Value))).ToList();
        var best = Facts.Numbers(text.All)
            .SelectMany(n =>
            {
                budget.Step();
                return words.Select(w => (n.Value, n.Index, Distance: w.Index > n.Index ? w.Index - n.Index : (n.Index - w.Index) / 2));
            })
            .Where(x => x.Distance < Near)
            .OrderBy(x => x.Distance)
            .Take(1).ToList();
        if (best.Count == 0)
        {
            return null;
        }

        _used.Add(best[0].Index);
        return best[0].Value;
    }

    private double? Unused(Field field)
    {
        // Only short texts are about their numbers; in a long one a stray number says nothing about this property.
        if (text.All.Length > 2000 || field.Is("rating", "score"))
        {
            return null;
        }

        foreach (var number in Facts.Numbers(text.All))
        {
            if (_used.Add(number.Index))
            {
                return number.Value;
            }
        }

        return null;
    }
}
