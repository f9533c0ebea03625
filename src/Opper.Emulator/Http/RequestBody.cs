using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Opper.Emulator.Http;

/// <summary>A JSON object body; its readers note what is wrong, <see cref="ThrowIfInvalid"/> answers 422 with all of it.</summary>
internal sealed class RequestBody(JsonObject json)
{
    private static readonly JsonDocumentOptions s_options = new() { AllowDuplicateProperties = false };
    private readonly List<JsonObject> _errors = [];

    public JsonObject Json { get; } = json;

    public static async Task<RequestBody> ReadAsync(HttpRequest request, bool optional = false)
    {
        using var reader = new StreamReader(request.Body);
        var text = await reader.ReadToEndAsync(request.HttpContext.RequestAborted).ConfigureAwait(false);
        if (string.IsNullOrWhiteSpace(text))
        {
            return optional ? new RequestBody([]) : throw ApiException.Validation("missing", ["body"], "Field required", null);
        }

        return Parse(text) switch
        {
            JsonObject body => new RequestBody(body),
            null when optional => new RequestBody([]),
            var other => throw ApiException.Validation("model_attributes_type", ["body"], "Input should be a valid dictionary or object to extract fields from", other),
        };
    }

    public bool Has(string name) => Json.ContainsKey(name);

    public string RequiredString(string name, int minLength = 0)
    {
        if (!Present(name))
        {
            return string.Empty;
        }

        var text = Text(name, Json[name]);
        if (text is not null && text.Length < minLength)
        {
            Fail("string_too_short", name, $"String should have at least {minLength} character", Json[name]);
        }

        return text ?? string.Empty;
    }

    public string? String(string name) => Json[name] is { } value ? Text(name, value) : null;

    public JsonObject? Object(string name) => Typed<JsonObject>(name, "dict_type", "Input should be a valid dictionary");

    public JsonArray? Array(string name) => Typed<JsonArray>(name, "list_type", "Input should be a valid list");

    public bool? Boolean(string name)
    {
        if (Json[name] is not { } value)
        {
            return null;
        }

        if (value.GetValueKind() is JsonValueKind.True or JsonValueKind.False)
        {
            return value.GetValue<bool>();
        }

        Fail("bool_type", name, "Input should be a valid boolean", value);
        return null;
    }

    public int? Integer(string name, int min = int.MinValue)
    {
        if (Json[name] is not { } value)
        {
            return null;
        }

        if (value.GetValueKind() != JsonValueKind.Number || !int.TryParse(Wire.Text(value), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
        {
            Fail("int_type", name, "Input should be a valid integer", value);
            return null;
        }

        if (number < min)
        {
            Fail("greater_than_equal", name, $"Input should be greater than or equal to {min}", value);
        }

        return number;
    }

    public double? Number(string name, double min = double.MinValue, double max = double.MaxValue)
    {
        if (Json[name] is not { } value)
        {
            return null;
        }

        if (value.GetValueKind() != JsonValueKind.Number)
        {
            Fail("float_type", name, "Input should be a valid number", value);
            return null;
        }

        var number = double.Parse(Wire.Text(value), CultureInfo.InvariantCulture);
        if (number < min || number > max)
        {
            Fail(number < min ? "greater_than_equal" : "less_than_equal", name, string.Create(CultureInfo.InvariantCulture, $"Input should be between {min} and {max}"), value);
        }

        return number;
    }

    public string? Uuid(string name)
    {
        if (String(name) is not { } text)
        {
            return null;
        }

        if (!Guid.TryParse(text, out var id))
        {
            Fail("uuid_parsing", name, "Input should be a valid UUID", Json[name]);
            return null;
        }

        return id.ToString();
    }

    public string? Time(string name)
    {
        var text = String(name);
        if (text is not null && Wire.Time((JsonNode?)text) is null)
        {
            Fail("datetime_from_date_parsing", name, "Input should be a valid datetime or date", Json[name]);
        }

        return text;
    }

    /// <summary>A model is a name, an object with a name, or a list of both.</summary>
    public JsonNode? Model(string name)
    {
        var value = Json[name];
        if (value is not (null or JsonObject or JsonArray) && value.GetValueKind() != JsonValueKind.String)
        {
            Fail("model_type", name, "Input should be a model name, a model object or a list of them", value);
        }

        return value;
    }

    /// <summary>Notes the absence of a required field; null counts as given.</summary>
    public bool Present(string name)
    {
        if (Json.ContainsKey(name))
        {
            return true;
        }

        _errors.Add(ApiException.Item("missing", ["body", name], "Field required", Json));
        return false;
    }

    public void Fail(string type, string name, string message, JsonNode? input) =>
        _errors.Add(ApiException.Item(type, ["body", name], message, input));

    public void Fail(string type, JsonNode?[] loc, string message, JsonNode? input) =>
        _errors.Add(ApiException.Item(type, loc, message, input));

    public void ThrowIfInvalid()
    {
        if (_errors.Count > 0)
        {
            throw ApiException.Validation(_errors);
        }
    }

    private static JsonNode? Parse(string text)
    {
        try
        {
            return JsonNode.Parse(text, null, s_options);
        }
        catch (JsonException error)
        {
            throw ApiException.Validation("json_invalid", ["body", error.BytePositionInLine ?? 0], "JSON decode error", null);
        }
    }

    private T? Typed<T>(string name, string type, string message)
        where T : JsonNode
    {
        if (Json[name] is { } value and not T)
        {
            Fail(type, name, message, value);
        }

        return Json[name] as T;
    }

    private string? Text(string name, JsonNode? value)
    {
        if (value is JsonValue v && v.TryGetValue<string>(out var text))
        {
            return text;
        }

        Fail("string_type", name, "Input should be a valid string", value);
        return null;
    }
}
