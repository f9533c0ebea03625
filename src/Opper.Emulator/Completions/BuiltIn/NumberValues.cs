using Opper.Emulator.Text;

namespace Opper.Emulator.Completions.BuiltIn;

/// <summary>Finds numbers: a labeled one, the one closest to a word of the property, or else the first one.</summary>
internal sealed class NumberValues(InputText text, OutputBudget budget)
{
    private const int Near = 40;

    private readonly List<(double Value, int Index)> _numbers = TextPatterns.Numbers(text.All);

    public FilledValue Find(SchemaNode schema, Field field, bool whole) => (Labeled(field) ?? Nearest(field)) is { } found
        ? FilledValue.Yes(Fit(found, schema, whole))
        : FilledValue.No(Fit(_numbers.Select(number => number.Value).FirstOrDefault(), schema, whole));

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

    private double? Labeled(Field field) =>
        text.Labels.TryGetValue(field.Key, out var label) && TextPatterns.Numbers(label) is [var labeled, ..] ? labeled.Value : null;

    private double? Nearest(Field field)
    {
        var stems = Words.Terms(string.Join(' ', Words.OfIdentifier(field.Name))).ToHashSet(StringComparer.Ordinal);
        var words = Regex.Matches(text.All, @"\p{L}+").Where(m => stems.Contains(Words.Stem(m.Value))).ToList();
        return _numbers
            .SelectMany(n =>
            {
                budget.Step();
                // A number after the word is more likely to belong to it than one before it.
                return words.Select(w => (Value: (double?)n.Value, Distance: w.Index > n.Index ? w.Index - n.Index : (n.Index - w.Index) / 2));
            })
            .Where(n => n.Distance < Near)
            .OrderBy(n => n.Distance)
            .Select(n => n.Value)
            .FirstOrDefault();
    }
}
