using System.Globalization;
using System.Text.Json.Nodes;

namespace Opper.Typed;

/// <summary>Adds the range of a numeric type to its schema, as a value out of range could not be read.</summary>
internal static class NumberBounds
{
    public static JsonObject Describe<T>(string type, (T Minimum, T Maximum)? bounds)
        where T : struct, IFormattable
    {
        var schema = new JsonObject { ["type"] = type };
        if (bounds is var (minimum, maximum))
        {
            schema["minimum"] = Number(minimum);
            schema["maximum"] = Number(maximum);
        }

        return schema;
    }

    // Parsed from its digits, because a JsonValue cannot hold a 128-bit integer.
    private static JsonNode? Number<T>(T value)
        where T : struct, IFormattable =>
        JsonNode.Parse(value.ToString(null, CultureInfo.InvariantCulture));
}
