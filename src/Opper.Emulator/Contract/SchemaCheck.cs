namespace Opper.Emulator.Contract;

/// <summary>Validates a value against a schema of the contract, with the error messages of the API. Unknown keys are allowed.</summary>
internal sealed class SchemaCheck(ContractDocument contract)
{
    private readonly List<JsonObject> _errors = [];

    public IReadOnlyList<JsonObject> Errors => _errors;

    public void Missing(IReadOnlyList<object> loc, JsonNode? input) => Fail("missing", loc, "Field required", input);

    public void Value(JsonObject schema, JsonNode? value, IReadOnlyList<object> loc)
    {
        schema = contract.Resolve(schema);
        foreach (var part in schema["allOf"] as JsonArray ?? [])
        {
            Value(part!.AsObject(), value, loc);
        }

        if (schema["anyOf"] is JsonArray branches)
        {
            AnyOf(branches, value, loc);
        }
        else if (value is not null || schema["nullable"]?.GetValueKind() != JsonValueKind.True)
        {
            switch (((string?)schema["type"], value?.GetValueKind()))
            {
                case ("object", JsonValueKind.Object):
                    Object(schema, value!.AsObject(), loc);
                    break;
                case ("array", JsonValueKind.Array):
                    Array(schema, value!.AsArray(), loc);
                    break;
                case ("string", JsonValueKind.String):
                    Text(schema, value!, value!.GetValue<string>(), loc);
                    break;
                case ("integer" or "number", JsonValueKind.Number):
                    Number(schema, value!, double.Parse(Wire.Text(value!), CultureInfo.InvariantCulture), loc);
                    break;
                case (null, _) or ("boolean", JsonValueKind.True or JsonValueKind.False):
                    break;
                case var (type, _):
                    WrongType(type, loc, value);
                    break;
            }
        }
    }

    private void AnyOf(JsonArray branches, JsonNode? value, IReadOnlyList<object> loc)
    {
        var failures = new List<IReadOnlyList<JsonObject>>();
        foreach (var branch in branches)
        {
            var check = new SchemaCheck(contract);
            check.Value(contract.Resolve(branch), value, loc);
            if (check.Errors.Count == 0)
            {
                return;
            }

            failures.Add(check.Errors);
        }

        // The branch with the deepest error is the one that was most likely intended.
        _errors.AddRange(failures.MaxBy(f => f.Max(e => e["loc"]!.AsArray().Count))!);
    }

    private void Object(JsonObject schema, JsonObject value, IReadOnlyList<object> loc)
    {
        foreach (var name in (schema["required"] as JsonArray ?? []).Select(n => (string)n!).Where(n => !value.ContainsKey(n)))
        {
            Missing([.. loc, name], value);
        }

        foreach (var (name, member) in value)
        {
            if (((schema["properties"] as JsonObject)?[name] ?? schema["additionalProperties"]) is JsonObject property)
            {
                Value(property, member, [.. loc, name]);
            }
        }
    }

    private void Array(JsonObject schema, JsonArray value, IReadOnlyList<object> loc)
    {
        Require(!(value.Count < (int?)schema["minItems"]), "too_short", $"List should have at least {schema["minItems"]} item", loc, value);
        for (var i = 0; i < value.Count && schema["items"] is JsonObject items; i++)
        {
            Value(items, value[i], [.. loc, i]);
        }
    }

    private void Text(JsonObject schema, JsonNode value, string text, IReadOnlyList<object> loc)
    {
        var members = (schema["enum"] as JsonArray ?? []).Select(member => (string?)member).ToList();
        Require(!(text.Length < (int?)schema["minLength"]), "string_too_short", $"String should have at least {schema["minLength"]} character", loc, value);
        Require(!(text.Length > (int?)schema["maxLength"]), "string_too_long", $"String should have at most {schema["maxLength"]} characters", loc, value);
        Require(members.Count == 0
            || members.Contains(text), "enum", $"Input should be {string.Join(", ", members.Select(member => $"'{member}'"))}", loc, value);
        Require((string?)schema["format"] != "date-time"
            || Wire.Time(value) is not null, "datetime_from_date_parsing", "Input should be a valid datetime or date", loc, value);
    }

    private void Number(JsonObject schema, JsonNode value, double number, IReadOnlyList<object> loc)
    {
        if ((string?)schema["type"] == "integer" && (number != Math.Truncate(number) || Math.Abs(number) > int.MaxValue))
        {
            Fail("int_from_float", loc, "Input should be a valid 32-bit integer", value);
            return;
        }

        Require(!(number < (double?)schema["minimum"]), "greater_than_equal", $"Input should be greater than or equal to {schema["minimum"]}", loc, value);
        Require(!(number > (double?)schema["maximum"]), "less_than_equal", $"Input should be less than or equal to {schema["maximum"]}", loc, value);
    }

    private void WrongType(string? type, IReadOnlyList<object> loc, JsonNode? value)
    {
        var (error, wanted) = type switch
        {
            "object" => ("dict_type", "dictionary"),
            "array" => ("list_type", "list"),
            "boolean" => ("bool_type", "boolean"),
            "integer" => ("int_type", "integer"),
            "number" => ("float_type", "number"),
            _ => ("string_type", "string"),
        };
        Fail(error, loc, $"Input should be a valid {wanted}", value);
    }

    private void Require(bool holds, string type, string message, IReadOnlyList<object> loc, JsonNode? input)
    {
        if (!holds)
        {
            Fail(type, loc, message, input);
        }
    }

    private void Fail(string type, IReadOnlyList<object> loc, string message, JsonNode? input) =>
        _errors.Add(ApiException.Item(type, [.. loc.Select(part => part is int i ? (JsonNode)i : (string)part)], message, input));
}
