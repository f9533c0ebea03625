using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Opper.Emulator.Http;

namespace Opper.Emulator.Knowledge;

/// <summary>A condition on a document's metadata.</summary>
internal sealed record Filter(string Field, string Operation, JsonNode? Value)
{
    private static readonly string[] s_operations = ["=", "!=", ">", "<", "in"];

    public static List<Filter> Read(RequestBody body)
    {
        var filters = new List<Filter>();
        var list = body.Array("filters") ?? [];
        for (var i = 0; i < list.Count; i++)
        {
            if (list[i] is not JsonObject item)
            {
                body.Fail("model_attributes_type", ["body", "filters", i], "Input should be a valid dictionary", list[i]);
                continue;
            }

            var field = Text(item["field"]);
            var operation = Text(item["operation"]);
            if (field is null)
            {
                body.Fail("missing", ["body", "filters", i, "field"], "Field required", item);
            }

            if (operation is null || !s_operations.Contains(operation, StringComparer.Ordinal))
            {
                body.Fail("enum", ["body", "filters", i, "operation"], "Input should be '=', '!=', '>', '<' or 'in'", item["operation"]);
            }

            if (!item.ContainsKey("value"))
            {
                body.Fail("missing", ["body", "filters", i, "value"], "Field required", item);
            }

            filters.Add(new Filter(field ?? string.Empty, operation ?? "=", item["value"]?.DeepClone()));
        }

        return filters;
    }

    public bool Matches(JsonObject? metadata)
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

    // Null when the two cannot be compared, which makes every condition but != false.
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

    private static string? Text(JsonNode? node) => node?.GetValueKind() == JsonValueKind.String ? node.GetValue<string>() : null;
}
