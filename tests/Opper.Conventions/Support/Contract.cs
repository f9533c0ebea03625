namespace Opper.Conventions;

/// <summary>opper.yaml, read once.</summary>
internal static class Contract
{
    private static readonly string[] Methods = ["get", "put", "post", "delete", "patch", "head", "options", "trace"];

    public static JObject Root { get; } = YamlToJson.Load(Path.Combine(AppContext.BaseDirectory, "opper.yaml"));

    public static JObject Schemas { get; } = (JObject)Root.SelectToken("components.schemas")!;

    public static IReadOnlyList<ContractOperation> Operations { get; } = ((JObject)Root["paths"]!).Properties()
        .SelectMany(path => ((JObject)path.Value).Properties()
            .Where(method => Methods.Contains(method.Name))
            .Select(method => new ContractOperation(method.Name, path.Name, (JObject)path.Value, (JObject)method.Value)))
        .ToList();

    /// <summary>The named schemas that are objects, which become classes.</summary>
    public static IEnumerable<(string Name, JObject Schema)> Objects => Schemas.Properties()
        .Select(property => (property.Name, (JObject)property.Value))
        .Where(schema => (string?)schema.Item2["type"] == "object");

    public static JToken Resolve(JToken token)
    {
        while (token is JObject json && (string?)json["$ref"] is { } reference)
        {
            token = Root.SelectToken(string.Join('.', reference.TrimStart('#', '/').Split('/').Select(part => $"['{part}']")))
                ?? throw new InvalidOperationException($"{reference} points nowhere.");
        }

        return token;
    }

    /// <summary>The name of the component a schema refers to, also through a lone allOf.</summary>
    public static string? ReferenceName(JToken? schema) =>
        (string?)schema?["$ref"] is { } reference ? reference.Split('/')[^1]
            : schema?["allOf"] is JArray { Count: 1 } all ? ReferenceName(all[0])
            : null;

    /// <summary>The operation of a concrete path: of those that match, the one with the most literal segments.</summary>
    public static ContractOperation? Find(string method, string path) => Operations
        .Where(operation => operation.Match(method, path) is not null)
        .OrderByDescending(operation => operation.LiteralSegments)
        .FirstOrDefault();

    /// <summary>All JSON objects of a part of the contract with their locations, except within examples.</summary>
    public static IEnumerable<(string Where, JObject Json)> Walk(JToken token, string where)
    {
        if (token is JObject json)
        {
            yield return (where, json);
        }

        foreach (var (name, child) in token switch
        {
            JObject map => map.Properties().Where(property => property.Name is not ("example" or "examples") || IsPropertyMap(where))
                .Select(property => (property.Name, property.Value)),
            JArray list => list.Select((item, index) => (index.ToString(System.Globalization.CultureInfo.InvariantCulture), item)),
            _ => [],
        })
        {
            foreach (var found in Walk(child, $"{where}/{name}"))
            {
                yield return found;
            }
        }
    }

    private static bool IsPropertyMap(string where) => where.EndsWith("/properties", StringComparison.Ordinal);
}
