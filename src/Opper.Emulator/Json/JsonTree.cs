namespace Opper.Emulator.Json;

/// <summary>Walks JSON values recursively.</summary>
internal static class JsonTree
{
    /// <summary>
    /// A copy of a value in which nodes are replaced: <paramref name="replace"/> is called from the root down, and a different result replaces the node. Items
    /// of an array have the path of the array.
    /// </summary>
    public static JsonNode? Rewrite(JsonNode? node, IReadOnlyList<string> path, Func<JsonNode?, IReadOnlyList<string>, JsonNode?> replace)
    {
        var other = replace(node, path);
        if (!ReferenceEquals(node, other))
        {
            return other;
        }

        return node switch
        {
            JsonObject json => new JsonObject(json.Select(member => KeyValuePair.Create(member.Key, Rewrite(member.Value, [.. path, member.Key], replace)))),
            JsonArray array => new JsonArray([.. array.Select(item => Rewrite(item, path, replace))]),
            _ => node?.DeepClone(),
        };
    }

    /// <summary>All scalars in a value.</summary>
    public static IEnumerable<JsonValue> Leaves(JsonNode? node) => node switch
    {
        JsonObject json => json.SelectMany(member => Leaves(member.Value)),
        JsonArray array => array.SelectMany(Leaves),
        JsonValue value => [value],
        _ => [],
    };

    /// <summary>The text of a string or a number; null for other values.</summary>
    public static string? TextOf(JsonNode? node) => node?.GetValueKind() switch
    {
        JsonValueKind.String => node.GetValue<string>(),
        JsonValueKind.Number => Wire.Text(node),
        _ => null,
    };
}
