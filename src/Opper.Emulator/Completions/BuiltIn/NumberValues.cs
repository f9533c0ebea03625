using Opper.Emulator.Text;

namespace Opper.Emulator.Completions.BuiltIn;

/// <summary>Finds numbers: labeled ones, those near a word of the property, or in a short text the next unused one.</summary>
internal sealed class NumberValues(InputText text, AnswerBudget budget)
{
    private const int Near = 40;
    private const int ShortText = 2000;

    private readonly List<(double Value, int Index, string Text)> _numbers = Facts.Numbers(text.All);
    private readonly HashSet<int> _taken = [];

    public Filled Find(SchemaNode schema, Field field, bool whole) =>
        (Labelled(field) ?? (field.Is("year") ? Year() : Nearest(field) ?? Next(field))) is { } found
            ? Filled.Yes(Fit(found, schema, whole))
            : Filled.No(Fit(0, schema, whole));

    public IEnumerable<JsonNode?> All(SchemaNode items, bool whole) =>
        _numbers.Where(n => !whole || n.Value == Math.Floor(n.Value)).Select(n => Fit(n.Value, items, whole));

    private static JsonNode Fit(double value, SchemaNode schema, bool whole)
    {
        var step = schema.Number("multipleOf") ?? (whole ? 1 : 0);
        // Without multipleOf, 0.01 is used as the distance from an exclusive bound.
        var beside = step > 0 ? step : 0.01;
        var min = Math.Max(schema.Number("minimum") ?? double.MinValue, schema.Number("exclusiveMinimum") + beside ?? double.MinValue);
        var max = Math.Min(schema.Number("maximum") ?? double.MaxValue, schema.Number("exclusiveMaximum") - beside ?? double.MaxValue);
        var fitted = Math.Min(Math.Max(value, min), max);
        if (step > 0)
        {
            fitted = Math.Round(fitted / step) * step;
            fitted = fitted < min ? Math.Ceiling(min / step) * step : fitted > max ? Math.Floor(max / step) * step : fitted;
        }

        // Infinite bounds make the arithmetic return NaN.
        fitted = double.IsNaN(fitted) ? 0 : fitted;
        return fitted == Math.Floor(fitted) && Math.Abs(fitted) < 1e15 ? (long)fitted : (decimal)Math.Clamp(fitted, -1e27, 1e27);
    }

    private double? Labelled(Field field) =>
        text.Labels.TryGetValue(field.Key, out var label) && Facts.Numbers(label) is [var labelled, ..] ? labelled.Value : null;

    private double? Year() => Facts.Years(text.All) is [var year, ..] ? year : null;

    private double? Nearest(Field field)
    {
        var stems = Words.Terms(string.Join(' ', Words.OfIdentifier(field.Name))).ToHashSet(StringComparer.Ordinal);
        var words = Regex.Matches(text.All, @"\p{L}+").Where(m => stems.Contains(Words.Stem(m.Value))).ToList();
        var nearest = _numbers
            .SelectMany(n =>
            {
                budget.Step();
                // A number after the word is more likely to belong to it than one before it.
                return words.Select(w => (n.Value, n.Index, Distance: w.Index > n.Index ? w.Index - n.Index : (n.Index - w.Index) / 2));
            })
            .Where(n => n.Distance < Near)
            .OrderBy(n => n.Distance)
            .Take(1)
            .ToList();
        nearest.ForEach(n => _taken.Add(n.Index));
        return nearest is [var found] ? found.Value : null;
    }

    private double? Next(Field field)
    {
        if (field.Subject is not null || text.All.Length > ShortText)
        {
            return null;
        }

        var next = _numbers.FindIndex(n => !_taken.Contains(n.Index));
        return next >= 0 && _taken.Add(_numbers[next].Index) ? _numbers[next].Value : null;
    }
}
