namespace Opper.Emulator.Knowledge;

/// <summary>A condition on the metadata of a document.</summary>
internal sealed record Filter(string Field, string Operation, JsonNode? Value)
{
    public static List<Filter> Read(RequestBody body) =>
        [.. (body.Array("filters") ?? []).Select(f => new Filter((string)f!["field"]!, (string)f["operation"]!, f["value"]?.DeepClone()))];

    /// <summary>Whether the metadata of a document meets all conditions.</summary>
    public static bool All(IReadOnlyList<Filter> filters, JsonNode? metadata) => filters.All(f => f.Matches(metadata as JsonObject));

    private bool Matches(JsonObject? metadata)
    {
        var actual = metadata?[Field];
        return Operation switch
        {
            "=" => Same(actual, Value),
            "!=" => !Same(actual, Value),
            ">" => Compare(actual, Value) > 0,
            "<" => Compare(actual, Value) < 0,
            _ => Value is JsonArray many ? many.Any(v => Same(actual, v)) : Same(actual, Value),
        };
    }

    private static bool Same(JsonNode? a, JsonNode? b) => Compare(a, b) == 0 || JsonNode.DeepEquals(a, b);

    // Null if the two cannot be compared, in which case only != holds.
    private static int? Compare(JsonNode? a, JsonNode? b)
    {
        if (a is JsonValue && b is JsonValue && a.GetValueKind() == b.GetValueKind())
        {
            return a.GetValueKind() switch
            {
                JsonValueKind.Number => Number(a).CompareTo(Number(b)),
                JsonValueKind.String => string.CompareOrdinal(a.GetValue<string>(), b.GetValue<string>()),
                _ => null,
            };
        }

        return null;
    }

    private static double Number(JsonNode node) => double.Parse(Wire.Text(node), CultureInfo.InvariantCulture);
}
