using Opper.Emulator.Json;

namespace Opper.Emulator.Cassettes;

/// <summary>Replaces what must not be written to a cassette, and finds out what it was, so that it can be replaced elsewhere as well.</summary>
internal sealed class Redaction(IReadOnlyList<FieldPath> rules)
{
    public const string Mark = "[redacted]";

    /// <summary>Shorter values occur in other text by chance.</summary>
    private const int LeastLength = 6;

    /// <summary>Replaces secret members; their values are added to <paramref name="found"/>. The node may be changed or replaced.</summary>
    public JsonNode? Members(JsonNode? node, IReadOnlyList<string> path, ICollection<string> found)
    {
        switch (node)
        {
            case JsonObject json:
                var streamed = StreamedPath(json, path);
                foreach (var name in json.Select(member => member.Key).ToList())
                {
                    string[] at = [.. path, name];
                    var isSecret = IsSecret(at) || (name == "delta" && streamed is not null && IsSecret(streamed));
                    Replace(json[name], isSecret ? Taken(json[name], found) : Members(json[name], at, found), value => json[name] = value);
                }

                return json;
            case JsonArray array:
                for (var i = 0; i < array.Count; i++)
                {
                    var index = i;
                    Replace(array[i], Members(array[i], path, found), value => array[index] = value);
                }

                return array;
            case JsonValue value when value.TryGetValue<string>(out var text) && CassetteJson.TryParseNested(text, out var nested):
                var before = CassetteJson.Text(nested);
                var after = CassetteJson.Text(Members(nested, path, found));
                return before == after ? value : JsonValue.Create(after);
            default:
                return node;
        }
    }

    public bool IsSecret(IReadOnlyList<string> path) => path.Count > 0 && (SecretNames.IsMember(path) || rules.Any(rule => rule.IsEndOf(path)));

    /// <summary>Replaces values in all text of a node, which may be changed or replaced.</summary>
    public static JsonNode? Values(JsonNode? node, IReadOnlyCollection<string> values)
    {
        if (values.Count == 0)
        {
            return node;
        }

        switch (node)
        {
            case JsonObject json:
                foreach (var name in json.Select(member => member.Key).ToList())
                {
                    Replace(json[name], Values(json[name], values), value => json[name] = value);
                    Rename(json, name, Values(name, values));
                }

                return json;
            case JsonArray array:
                for (var i = 0; i < array.Count; i++)
                {
                    var index = i;
                    Replace(array[i], Values(array[i], values), value => array[index] = value);
                }

                return array;
            case JsonValue value when value.GetValueKind() == JsonValueKind.Number:
                return values.Contains(CassetteJson.Text(value)) ? Values(CassetteJson.Text(value), values) : value;
            case JsonValue value when value.TryGetValue<string>(out var text):
                var without = Values(text, values);
                return without == text ? value : JsonValue.Create(without);
            default:
                return node;
        }
    }

    public static string Values(string text, IReadOnlyCollection<string> values) => values
        .Where(value => value.Length >= LeastLength)
        .OrderByDescending(value => value.Length)
        .Aggregate(text, (rest, value) => rest.Replace(value, Mark, StringComparison.Ordinal));

    /// <summary>The same for a path or a query, where the values may be escaped.</summary>
    public static string ValuesInAddress(string text, IReadOnlyCollection<string> values) =>
        Values(Values(text, values), [.. values.Where(value => value.Length >= LeastLength).Select(Uri.EscapeDataString)]);

    /// <summary>Replaces secret parameters of a query that has no question mark.</summary>
    public string Query(string query, ICollection<string> found) => string.Join('&', query.Split('&').Select(parameter =>
    {
        var (name, value) = parameter.Split('=', 2) is [var n, var v] ? (n, v) : (parameter, string.Empty);
        if (value.Length == 0 || !IsSecret([Uri.UnescapeDataString(name)]))
        {
            return parameter;
        }

        found.Add(Uri.UnescapeDataString(value));
        return $"{name}={Mark}";
    }));

    /// <summary>The mark, in the place of all the text in a node.</summary>
    private static JsonValue? Taken(JsonNode? node, ICollection<string> found)
    {
        switch (node)
        {
            case null:
                return null;
            case JsonObject json:
                foreach (var (_, value) in json)
                {
                    Taken(value, found);
                }

                break;
            case JsonArray array:
                foreach (var item in array)
                {
                    Taken(item, found);
                }

                break;
            case JsonValue value when value.GetValueKind() == JsonValueKind.Number:
                found.Add(CassetteJson.Text(value));
                break;
            case JsonValue value when value.TryGetValue<string>(out var text) && text != Mark:
                found.Add(text);
                break;
        }

        return JsonValue.Create(Mark);
    }

    /// <summary>The event of a typed stream names the member that its delta belongs to.</summary>
    private static List<string>? StreamedPath(JsonObject json, IReadOnlyList<string> path) =>
        json["json_path"] is JsonValue value && value.GetValueKind() == JsonValueKind.String && json.ContainsKey("delta")
            ? [.. path, .. value.GetValue<string>().Split('.', '[', ']').Where(part => part.Length > 0 && !int.TryParse(part, CultureInfo.InvariantCulture, out _))]
            : null;

    private static void Rename(JsonObject json, string name, string other)
    {
        if (name != other && json.IndexOf(name) is var index && json.Remove(name, out var value) && !json.ContainsKey(other))
        {
            json.Insert(index, other, value);
        }
    }

    private static void Replace(JsonNode? before, JsonNode? after, Action<JsonNode?> set)
    {
        if (!ReferenceEquals(before, after))
        {
            set(after);
        }
    }
}
