using System.Globalization;
using System.Text.Json;

namespace Opper.Evaluation.Scoring;

/// <summary>Two JSON values compared leaf by leaf.</summary>
internal sealed class JsonComparison
{
    private readonly List<JsonDifference> _differences = [];
    private int _leaves;

    private JsonComparison()
    {
    }

    public IReadOnlyList<JsonDifference> Differences => _differences;

    /// <summary>The share of equal leaves, from 0 to 1.</summary>
    public double Similarity => _leaves == 0 ? 1 : 1 - ((double)_differences.Count / _leaves);

    public static JsonComparison Compare(RawJson expected, RawJson output)
    {
        var comparison = new JsonComparison();
        comparison.Compare("$", expected.ToJsonElement(), output.ToJsonElement());
        return comparison;
    }

    private void Compare(string path, JsonElement? expected, JsonElement? output)
    {
        if (expected is { ValueKind: JsonValueKind.Object } one && output is { ValueKind: JsonValueKind.Object } other)
        {
            foreach (var name in one.EnumerateObject().Concat(other.EnumerateObject()).Select(property => property.Name).Distinct(StringComparer.Ordinal))
            {
                Compare($"{path}.{name}", Property(one, name), Property(other, name));
            }
        }
        else if (expected is { ValueKind: JsonValueKind.Array } list && output is { ValueKind: JsonValueKind.Array } items)
        {
            for (var i = 0; i < Math.Max(list.GetArrayLength(), items.GetArrayLength()); i++)
            {
                Compare(FormattableString.Invariant($"{path}[{i}]"), Item(list, i), Item(items, i));
            }
        }
        else
        {
            // All leaves of a value that is present on one side only are differences.
            _leaves += Math.Max(1, Math.Max(Leaves(expected), Leaves(output)));
            if (!IsSame(expected, output))
            {
                for (var i = Math.Max(1, Math.Max(Leaves(expected), Leaves(output))); i > 0; i--)
                {
                    _differences.Add(new JsonDifference(path, expected?.GetRawText(), output?.GetRawText()));
                }
            }
        }
    }

    private static JsonElement? Property(JsonElement value, string name) => value.TryGetProperty(name, out var property) ? property : null;

    private static JsonElement? Item(JsonElement list, int index) => index < list.GetArrayLength() ? list[index] : null;

    private static int Leaves(JsonElement? value) => value switch
    {
        { ValueKind: JsonValueKind.Object } fields => fields.EnumerateObject().Sum(field => Leaves(field.Value)),
        { ValueKind: JsonValueKind.Array } list => list.EnumerateArray().Sum(item => Leaves(item)),
        null => 0,
        _ => 1,
    };

    // Absent members equal null. Datasets store text, so the text of a number or a Boolean equals its value.
    private static bool IsSame(JsonElement? expected, JsonElement? output) => (expected, output) switch
    {
        (null or { ValueKind: JsonValueKind.Null }, null or { ValueKind: JsonValueKind.Null }) => true,
        (null, _) or (_, null) => false,
        ({ ValueKind: JsonValueKind.Object or JsonValueKind.Array }, _) or (_, { ValueKind: JsonValueKind.Object or JsonValueKind.Array }) => false,
        ({ ValueKind: JsonValueKind.String } one, { ValueKind: JsonValueKind.String } other) => one.GetString() == other.GetString(),
        ({ } one, { } other) => Text(one) == Text(other) || IsSameNumber(Text(one), Text(other)),
    };

    private static string Text(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();

    // Integers such as IDs may have more digits than a double.
    private static bool IsSameNumber(string one, string other) =>
        decimal.TryParse(one, NumberStyles.Float, CultureInfo.InvariantCulture, out var first)
        && decimal.TryParse(other, NumberStyles.Float, CultureInfo.InvariantCulture, out var second)
            ? first == second || (!(decimal.IsInteger(first) && decimal.IsInteger(second)) && ((double)first).Equals((double)second))
            : double.TryParse(one, NumberStyles.Float, CultureInfo.InvariantCulture, out var large)
            && double.TryParse(other, NumberStyles.Float, CultureInfo.InvariantCulture, out var larger) && large.Equals(larger);
}
