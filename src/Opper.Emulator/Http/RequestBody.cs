namespace Opper.Emulator.Http;

/// <summary>The JSON object of a request, already validated against the contract. Further errors are collected and thrown together.</summary>
internal sealed class RequestBody(JsonObject json)
{
    private readonly List<JsonObject> _errors = [];

    public JsonObject Json { get; } = json;

    /// <summary>The body of the current request.</summary>
    public static RequestBody Of(HttpRequest request) => request.HttpContext.Features.Get<RequestBody>() ?? new RequestBody([]);

    public string Required(string name) => (string)Json[name]!;

    public string? String(string name) => (string?)Json[name];

    public JsonObject? Object(string name) => Json[name] as JsonObject;

    public JsonArray? Array(string name) => Json[name] as JsonArray;

    public bool? Boolean(string name) => (bool?)Json[name];

    public int? Integer(string name) => Json[name] is { } value ? (int)Number(value) : null;

    public double? Number(string name) => Json[name] is { } value ? Number(value) : null;

    /// <summary>A client-chosen ID, in lower case with hyphens.</summary>
    public string? Uuid(string name)
    {
        if (String(name) is not { } text)
        {
            return null;
        }

        FailIf(!Guid.TryParse(text, out var id), "uuid_parsing", name, "Input should be a valid UUID");
        return id.ToString();
    }

    /// <summary>Reports a number below its minimum.</summary>
    public int? AtLeast(int min, string name)
    {
        var number = Integer(name);
        FailIf(number < min, "greater_than_equal", name, $"Input should be greater than or equal to {min}");
        return number;
    }

    public void FailIf(bool condition, string type, string name, string message)
    {
        if (condition)
        {
            Fail(type, name, message, Json[name]);
        }
    }

    public void Fail(string type, string name, string message, JsonNode? input) => Fail(type, ["body", name], message, input);

    public void Fail(string type, JsonNode?[] loc, string message, JsonNode? input) => _errors.Add(ApiException.Item(type, loc, message, input));

    public void ThrowIfInvalid()
    {
        if (_errors.Count > 0)
        {
            throw ApiException.Validation(_errors);
        }
    }

    private static double Number(JsonNode value) => value.GetValueKind() == JsonValueKind.Number
        ? double.Parse(Wire.Text(value), CultureInfo.InvariantCulture)
        : throw new InvalidOperationException($"{value.GetPath()} is not a number.");
}
