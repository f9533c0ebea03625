using System.Globalization;
using System.Text.Json.Nodes;

namespace Opper;

/// <summary>Says in a schema which numbers a type holds, as one beyond them could not be read.</summary>
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

    // By its digits, as a node takes no number of 128 bits.
    private static JsonNode? Number<T>(T value)
        where T : struct, IFormattable
        => JsonNode.Parse(value.ToString(null, CultureInfo.InvariantCulture));
}
