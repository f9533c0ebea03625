using System.Text.RegularExpressions;

namespace Opper.Conventions;

/// <summary>One operation of the contract.</summary>
internal sealed class ContractOperation
{
    private readonly Regex _path;

    public ContractOperation(string method, string path, JObject pathItem, JObject json)
    {
        Method = method.ToUpperInvariant();
        Path = path;
        Json = json;
        Parameters = ((pathItem["parameters"] as JArray) ?? []).Concat((json["parameters"] as JArray) ?? [])
            .Select(parameter => (JObject)Contract.Resolve(parameter)).ToList();
        _path = new Regex("^" + Regex.Replace(Path, @"\{([^}]*)\}", match =>
        {
            var keepsSlash = Parameters.Any(parameter => (string?)parameter["name"] == match.Groups[1].Value && parameter["x-opper-keep-slash"] is not null);
            return $"(?<{match.Groups[1].Value}>{(keepsSlash ? ".+" : "[^/]+")})";
        }) + "$");
    }

    public string Method { get; }

    public string Path { get; }

    public JObject Json { get; }

    public IReadOnlyList<JObject> Parameters { get; }

    public string Id => (string?)Json["operationId"] ?? $"{Method} {Path}";

    public string Resource => Id.Split('_')[0];

    public string Verb => Id.Split('_')[^1];

    public bool Streams => Json["x-opper-stream"] is not null;

    public bool IsHandwritten => Json["x-opper-handwritten"] is not null;

    /// <summary>Whether other operations are sent here depending on the surface, so that it has no method of its own.</summary>
    public bool IsSurface => Json["x-opper-surface"] is not null;

    public int LiteralSegments => Path.Split('/').Count(segment => !segment.StartsWith('{'));

    /// <summary>Method and path without parameter names, which differ between references.</summary>
    public string Shape => ShapeOf(Method, Path);

    public JObject? RequestContent => Json.SelectToken("requestBody.content") as JObject;

    public JObject? RequestSchema => RequestContent?.SelectToken("['application/json'].schema") as JObject;

    public IEnumerable<(string Status, JObject Json)> Responses => ((JObject)Json["responses"]!).Properties()
        .Select(property => (property.Name, (JObject)Contract.Resolve(property.Value)));

    public (string Status, JObject Json) Success => Responses.Single(response => response.Status.StartsWith('2'));

    /// <summary>The schema of the JSON response, or null if there is none.</summary>
    public JObject? ResponseSchema => Success.Json.SelectToken("content['application/json'].schema") as JObject;

    public static string ShapeOf(string method, string path) => method + " " + Regex.Replace(path, @"\{[^}]*\}", "{}");

    /// <summary>The values of the path parameters, or null if the path is that of another operation.</summary>
    public IReadOnlyDictionary<string, string>? Match(string method, string path) =>
        method == Method && _path.Match(path) is { Success: true } match
            ? _path.GetGroupNames().Where(name => name != "0").ToDictionary(name => name, name => match.Groups[name].Value)
            : null;

    public override string ToString() => $"{Id} ({Method} {Path})";
}
