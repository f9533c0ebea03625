namespace Opper.Conventions;

/// <summary>JSON generated from the contract: all fields are set, enums have an unknown value, and every named object has an unknown field.</summary>
/// <param name="alternative">Which alternative of an anyOf to take.</param>
internal sealed class SampleJson(int alternative)
{
    public const string UnknownField = "zz_unknown_field";
    public const string UnknownValue = "zz-unknown";

    private const int MaxDepth = 8;

    public JObject Component(string name) => (JObject)Of((JObject)Contract.Schemas[name]!, isNamed: true, 0);

    private JToken Of(JObject schema, bool isNamed, int depth)
    {
        if (Contract.ReferenceName(schema) is not null)
        {
            return Of((JObject)Contract.Resolve(schema["$ref"] is null ? schema["allOf"]![0]! : schema), isNamed: true, depth);
        }

        if (schema["anyOf"] is JArray choices)
        {
            return Of((JObject)choices[alternative % choices.Count], isNamed: false, depth + 1);
        }

        return (string?)schema["type"] switch
        {
            "string" when schema["enum"] is not null => UnknownValue,
            "string" => (string?)schema["format"] switch
            {
                "date-time" => "2026-01-05T09:30:02.500123+02:00",
                "decimal" => "0.00420",
                null => "2026-01-05T09:30:02+02:00",
                var format => throw new NotSupportedException($"Format {format}"),
            },
            "integer" => 7,
            "number" => 0.25m,
            "boolean" => true,
            "array" => depth > MaxDepth ? new JArray() : new JArray(Of((JObject)schema["items"]!, isNamed: false, depth + 1)),
            "object" => Object(schema, isNamed, depth),
            null => new JObject { ["any"] = new JArray(1, "x", JValue.CreateNull(), 1.50m, "2026-01-05T09:30:02Z"), ["$ref"] = "#/kept" },
            var type => throw new NotSupportedException($"Type {type}"),
        };
    }

    private JObject Object(JObject schema, bool isNamed, int depth)
    {
        var json = new JObject();
        foreach (var property in ((schema["properties"] as JObject) ?? []).Properties())
        {
            if (depth <= MaxDepth)
            {
                json[property.Name] = Of((JObject)property.Value, isNamed: false, depth + 1);
            }
        }

        if (schema["properties"] is null && schema["additionalProperties"] is JObject values)
        {
            json["Some Key"] = Of(values, isNamed: false, depth + 1);
        }

        if (isNamed)
        {
            json[UnknownField] = new JObject { ["a"] = new JArray(1, JValue.CreateNull()), ["when"] = "2026-01-05T09:30:02+02:00" };
        }

        return json;
    }
}
