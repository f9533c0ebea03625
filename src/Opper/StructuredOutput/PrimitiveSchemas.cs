using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using Newtonsoft.Json.Linq;

namespace Opper;

/// <summary>The schemas of types that are one JSON value.</summary>
internal static class PrimitiveSchemas
{
    private static readonly Dictionary<string, (string? Type, string? Format)> ByName = new(StringComparer.Ordinal)
    {
        [typeof(string).FullName!] = ("string", null),
        [typeof(char).FullName!] = ("string", null),
        [typeof(bool).FullName!] = ("boolean", null),
        [typeof(byte).FullName!] = ("integer", null),
        [typeof(sbyte).FullName!] = ("integer", null),
        [typeof(short).FullName!] = ("integer", null),
        [typeof(ushort).FullName!] = ("integer", null),
        [typeof(int).FullName!] = ("integer", null),
        [typeof(uint).FullName!] = ("integer", null),
        [typeof(long).FullName!] = ("integer", null),
        [typeof(ulong).FullName!] = ("integer", null),
        [typeof(BigInteger).FullName!] = ("integer", null),
        [typeof(float).FullName!] = ("number", null),
        [typeof(double).FullName!] = ("number", null),
        [typeof(decimal).FullName!] = ("number", null),
        [typeof(DateTime).FullName!] = ("string", "date-time"),
        [typeof(DateTimeOffset).FullName!] = ("string", "date-time"),
        ["System.DateOnly"] = ("string", "date"),
        ["System.TimeOnly"] = ("string", "time"),
        [typeof(TimeSpan).FullName!] = ("string", null),
        [typeof(Guid).FullName!] = ("string", "uuid"),
        [typeof(Uri).FullName!] = ("string", "uri"),
        [typeof(byte[]).FullName!] = ("string", null),
        [typeof(object).FullName!] = (null, null),
        [typeof(JToken).FullName!] = (null, null),
        [typeof(JValue).FullName!] = (null, null),
        [typeof(System.Text.Json.JsonElement).FullName!] = (null, null),
        [typeof(System.Text.Json.Nodes.JsonNode).FullName!] = (null, null),
        [typeof(JObject).FullName!] = ("object", null),
        [typeof(System.Text.Json.Nodes.JsonObject).FullName!] = ("object", null),
        [typeof(JArray).FullName!] = ("array", null),
        [typeof(System.Text.Json.Nodes.JsonArray).FullName!] = ("array", null),
    };

    // The wide types have no bounds here: a model is not helped by them, and a number beyond them is refused in reading.
    private static readonly Dictionary<Type, (long Minimum, long Maximum)> Bounds = new()
    {
        [typeof(byte)] = (byte.MinValue, byte.MaxValue),
        [typeof(sbyte)] = (sbyte.MinValue, sbyte.MaxValue),
        [typeof(short)] = (short.MinValue, short.MaxValue),
        [typeof(ushort)] = (ushort.MinValue, ushort.MaxValue),
        [typeof(uint)] = (uint.MinValue, uint.MaxValue),
    };

    public static bool TryGet(Type type, [NotNullWhen(true)] out JObject? schema)
    {
        schema = null;
        if (type.FullName is null || !ByName.TryGetValue(type.FullName, out var known))
        {
            return false;
        }

        schema = [];
        if (known.Type is not null)
        {
            schema["type"] = known.Type;
        }

        if (known.Format is not null)
        {
            schema["format"] = known.Format;
        }

        if (type == typeof(TimeSpan))
        {
            schema["description"] = "A duration as [d.]hh:mm:ss[.fffffff].";
            schema["pattern"] = @"^-?(\d{1,6}\.)?([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,7})?$";
        }
        else if (type == typeof(byte[]))
        {
            schema["description"] = "Bytes as base64.";
            schema["contentEncoding"] = "base64";
        }
        else if (type == typeof(char))
        {
            schema["minLength"] = schema["maxLength"] = 1;
        }
        else if (Bounds.TryGetValue(type, out var bounds))
        {
            schema["minimum"] = bounds.Minimum;
            schema["maximum"] = bounds.Maximum;
        }

        return true;
    }
}
