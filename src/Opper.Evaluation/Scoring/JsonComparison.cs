using System.Globalization;
using System.Text.Json;

namespace Opper.Evaluation.Scoring;

/// <summary>Two JSON values compared leaf by leaf.</summary>
internal sealed class JsonComparison
{
    private const int MaxListed = 20;

    private readonly List<JsonDifference> _differences = [];
    private int _leaves;
    private int _differentLeaves;
    private int _more;

    private JsonComparison()
    {
    }

    /// <summary>The first differences; none if the values are equal.</summary>
    public IReadOnlyList<JsonDifference> Differences => _differences;

    /// <summary>The differences as text, or <see langword="null"/> if there are none.</summary>
    public string? Reason => _differences.Count == 0 ? null
        : string.Join("; ", _differences) + (_more == 0 ? string.Empty : FormattableString.Invariant($"; and {_more} more"));

    /// <summary>The share of equal leaves, from 0 to 1.</summary>
    public double Similarity => _leaves == 0 ? 1 : 1 - ((double)_differentLeaves / _leaves);

    public static JsonComparison Compare(RawJson expected, RawJson output) => Compare(expected.ToJsonElement(), output.ToJsonElement());

    public static JsonComparison Compare(JsonElement expected, JsonElement? output)
    {
        var comparison = new JsonComparison();
        comparison.Compare("$", expected, output);
        return comparison;
    }

    private void Compare(string path, JsonElement? expected, JsonElement? output)
    {
        if (expected is { ValueKind: JsonValueKind.Object } one && output is { ValueKind: JsonValueKind.Object } other)
        {
            var (members, others) = (Members(one), Members(other));
            foreach (var name in members.Keys.Union(others.Keys, StringComparer.Ordinal))
            {
                Compare($"{path}.{name}", At(members, name), At(others, name));
            }
        }
        else if (expected is { ValueKind: JsonValueKind.Array } list && output is { ValueKind: JsonValueKind.Array } items)
        {
            // To get an item by its index, all before it would be visited.
            var (first, second) = (list.EnumerateArray(), items.EnumerateArray());
            for (var i = 0; i < Math.Max(list.GetArrayLength(), items.GetArrayLength()); i++)
            {
                Compare(FormattableString.Invariant($"{path}[{i}]"), first.MoveNext() ? first.Current : null, second.MoveNext() ? second.Current : null);
            }
        }
        else
        {
            // All leaves of a value that is present on one side only are different.
            var leaves = Math.Max(1, Math.Max(Leaves(expected), Leaves(output)));
            _leaves += leaves;
            if (!IsSame(expected, output))
            {
                _differentLeaves += leaves;
                Add(path, expected, output);
            }
        }
    }

    private void Add(string path, JsonElement? expected, JsonElement? output)
    {
        if (_differences.Count < MaxListed)
        {
            _differences.Add(new JsonDifference(path, expected?.GetRawText(), output?.GetRawText()));
        }
        else
        {
            _more++;
        }
    }

    private static Dictionary<string, JsonElement> Members(JsonElement value)
    {
        var members = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var property in value.EnumerateObject())
        {
            members[property.Name] = property.Value;
        }

        return members;
    }

    private static JsonElement? At(Dictionary<string, JsonElement> members, string name) => members.TryGetValue(name, out var value) ? value : null;

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
