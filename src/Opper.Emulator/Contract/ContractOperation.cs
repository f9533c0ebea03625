namespace Opper.Emulator.Contract;

/// <summary>An operation of the contract, as far as it is needed to validate requests.</summary>
internal sealed class ContractOperation
{
    private readonly Regex _path;

    public ContractOperation(ContractDocument contract, string method, string path, JsonObject json)
    {
        Method = method.ToUpperInvariant();
        Path = path;
        Id = (string)json["operationId"]!;
        Streams = json.ContainsKey("x-opper-stream");
        var parameters = (json["parameters"] as JsonArray ?? []).Select(contract.Resolve).ToList();
        QueryParameters = [.. parameters.Where(p => (string?)p["in"] == "query")];
        LiteralSegments = path.Split('/').Count(s => !s.StartsWith('{'));
        var slashes = parameters.Where(p => p.ContainsKey("x-opper-keep-slash")).Select(p => (string)p["name"]!).ToHashSet(StringComparer.Ordinal);
        _path = new Regex("^" + Regex.Replace(path, @"\{([^}]*)\}", m => slashes.Contains(m.Groups[1].Value) ? ".+" : "[^/]+") + "/?$", RegexOptions.Compiled);

        var body = contract.Resolve(json["requestBody"]);
        BodyRequired = body["required"]?.GetValue<bool>() ?? false;
        BodySchema = body["content"]?["application/json"]?["schema"] as JsonObject;
        TakesForm = body["content"]?["multipart/form-data"] is not null;
    }

    public string Id { get; }

    public string Method { get; }

    public string Path { get; }

    public bool Streams { get; }

    public IReadOnlyList<JsonObject> QueryParameters { get; }

    public JsonObject? BodySchema { get; }

    public bool BodyRequired { get; }

    public bool TakesForm { get; }

    public int LiteralSegments { get; }

    public bool Matches(string method, string path) => method.Equals(Method, StringComparison.OrdinalIgnoreCase) && _path.IsMatch(path);
}
