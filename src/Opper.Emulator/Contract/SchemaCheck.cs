using Opper.Emulator.Errors;
using Opper.Emulator.Json;

namespace Opper.Emulator.Contract;

/// <summary>Holds a value against a schema of the contract and words what is wrong as the API does. Unknown keys are no fault.</summary>
internal sealed class SchemaCheck(ContractDocument contract)
{
    private readonly List<JsonObject> _errors = [];

    public IReadOnlyList<JsonObject> Errors => _errors;

    public void Missing(IReadOnlyList<object> loc, JsonNode? input) => Fail("missing", loc, "Field required", input);

    public void Value(JsonObject schema, JsonNode? value, IReadOnlyList<object> loc)
    {
        schema = contract.Resolve(schema);
        if (schema["allOf"] is JsonArray parts)
        {
            foreach (var part in parts)
            {
                Value(part!.AsObject(), value, loc);
            }

            return;
        }

        if (schema["anyOf"] is JsonArray branches)
        {
            AnyOf([.. branches.Select(contract.Resolve)], value, loc);
            return;
        }

        if ((string?)schema["type"] is not { } type || (value is null && Flag(schema, "nullable")))
        {
            return;
        }

        switch (type)
        {
            case "object":
                Object(schema, value, loc);
                break;
            case "array":
                Array(schema, value, loc);
                break;
            case "string":
                Text(schema, value, loc);
                break;
            case "boolean" when Kind(value) is not (JsonValueKind.True or JsonValueKind.False):
                Fail("bool_type", loc, "Input should be a valid boolean", value);
                break;
            case "integer" or "number":
                Number(schema, value, loc, type == "integer");
                break;
        }
    }

    private static bool Flag(JsonObject schema, string name) => schema[name]?.GetValueKind() == JsonValueKind.True;

    private static JsonValueKind Kind(JsonNode? value) => value?.GetValueKind() ?? JsonValueKind.Null;

    private void AnyOf(IReadOnlyList<JsonObject> branches, JsonNode? value, IReadOnlyList<object> loc)
    {
        var failures = new List<IReadOnlyList<JsonObject>>();
        foreach (var branch in branches)
        {
            var check = new SchemaCheck(contract);
            check.Value(branch, value, loc);
            if (check.Errors.Count == 0)
            {
                return;
            }

            failures.Add(check.Errors);
        }

        // The branch that failed deeper inside is the one that was meant.
        _errors.AddRange(failures.MaxBy(f => f.Max(e => e["loc"]!.AsArray().Count))!);
    }

    private void Object(JsonObject schema, JsonNode? value, IReadOnlyList<object> loc)
    {
        if (value is not JsonObject map)
        {
            Fail("dict_type", loc, "Input should be a valid dictionary", value);
            return;
        }

        foreach (var name in (schema["required"] as JsonArray ?? []).Select(n => (string)n!).Where(n => !map.ContainsKey(n)))
        {
            Missing([.. loc, name], value);
        }

        var properties = schema["properties"] as JsonObject ?? [];
        foreach (var (name, member) in map)
        {
            if ((properties[name] ?? schema["additionalProperties"]) is JsonObject property)
            {
                Value(property, member, [.. loc, name]);
            }
        }
    }

    private void Array(JsonObject schema, JsonNode? value, IReadOnlyList<object> loc)
    {
        if (value is not JsonArray list)
        {
            Fail("list_type", loc, "Input should be a valid list", value);
            return;
        }

        if (list.Count < (int?)schema["minItems"])
        {
            Fail("too_short", loc, $"List should have at least {schema["minItems"]} item", value);
        }

        for (var i = 0; i < list.Count && schema["items"] is JsonObject items; i++)
        {
            Value(items, list[i], [.. loc, i]);
        }
    }

    private void Text(JsonObject schema, JsonNode? value, IReadOnlyList<object> loc)
    {
        if (Kind(value) != JsonValueKind.String)
        {
            Fail("string_type", loc, "Input should be a valid string", value);
            return;
        }

        var text = value!.GetValue<string>();
        if (text.Length < (int?)schema["minLength"])
        {
            Fail("string_too_short", loc, $"String should have at least {schema["minLength"]} character", value);
        }

        if (text.Length > (int?)schema["maxLength"])
        {
            Fail("string_too_long", loc, $"String should have at most {schema["maxLength"]} characters", value);
        }

        if (schema["enum"] is JsonArray members && !members.Any(m => (string?)m == text))
        {
            Fail("enum", loc, $"Input should be {string.Join(", ", members.Select(m => $"'{m}'"))}", value);
        }

        if ((string?)schema["format"] == "date-time" && Wire.Time(value) is null)
        {
            Fail("datetime_from_date_parsing", loc, "Input should be a valid datetime or date", value);
        }
    }

    private void Number(JsonObject schema, JsonNode? value, IReadOnlyList<object> loc, bool whole)
    {
        if (Kind(value) != JsonValueKind.Number)
        {
            Fail(whole ? "int_type" : "float_type", loc, whole ? "Input should be a valid integer" : "Input should be a valid number", value);
            return;
        }

        var number = double.Parse(Wire.Text(value!), CultureInfo.InvariantCulture);
        if (whole && (number != Math.Truncate(number) || Math.Abs(number) > int.MaxValue))
        {
            Fail("int_from_float", loc, "Input should be a valid integer of 32 bits", value);
        }
        else if (number < (double?)schema["minimum"])
        {
            Fail("greater_than_equal", loc, $"Input should be greater than or equal to {schema["minimum"]}", value);
        }
        else if (number > (double?)schema["maximum"])
        {
            Fail("less_than_equal", loc, $"Input should be less than or equal to {schema["maximum"]}", value);
        }
    }

    private void Fail(string type, IReadOnlyList<object> loc, string message, JsonNode? input) =>
        _errors.Add(ApiException.Item(type, [.. loc.Select(part => part is int i ? (JsonNode)i : (string)part)], message, input));
}
