using Microsoft.OpenApi;

namespace Opper.Drift.Reading;

/// <summary>One operation of a document.</summary>
internal sealed class ApiOperation
{
    private const string VersionPrefix = "/v2";

    public ApiOperation(string serverPath, string path, string method, IOpenApiPathItem item, OpenApiOperation operation)
    {
        Path = path;
        Method = method;
        Operation = operation;
        FullPath = Versioned(serverPath.TrimEnd('/') + "/" + path.Trim('/'));
        Parameters =
        [
            .. from place in new[] { (List: operation.Parameters, Pointer: Pointer.Add("parameters")),
                (List: item.Parameters, Pointer: new Pointer("paths", path, "parameters")) }
               from parameter in (place.List ?? []).Select((value, index) => new ApiParameter(value, PointerOf(value, place.Pointer, index)))
               select parameter,
        ];
    }

    /// <summary>The path as written in the document.</summary>
    public string Path { get; }

    /// <summary>The method in upper case.</summary>
    public string Method { get; }

    /// <summary>The path with the version, whether the document has the version in its server URL or in its paths.</summary>
    public string FullPath { get; }

    /// <summary>The version at the beginning of the path.</summary>
    public string Version => FullPath.Split('/')[1];

    /// <summary>The operation itself.</summary>
    public OpenApiOperation Operation { get; }

    /// <summary>The parameters of the operation and of its path.</summary>
    public IReadOnlyList<ApiParameter> Parameters { get; }

    /// <summary>The location.</summary>
    public Pointer Pointer => new("paths", Path, Method.ToLowerInvariant());

    /// <summary>The key by which operations are matched: method and path, regardless of parameter names.</summary>
    public string Key => $"{Method} {string.Join('/', FullPath.Split('/').Select(segment => segment.StartsWith('{') ? "{}" : segment))}";

    /// <summary>The names of the path parameters, in order.</summary>
    public IReadOnlyList<string> PathParameters =>
        [.. Path.Split('/').Where(segment => segment.StartsWith('{')).Select(segment => segment.Trim('{', '}').Split(':')[0])];

    public override string ToString() => $"{Method} {FullPath}";

    public bool Has(string extension) => Operation.Extensions?.ContainsKey(extension) == true;

    public string? Text(string extension) =>
        Operation.Extensions is { } all && all.TryGetValue(extension, out var value) && value is JsonNodeExtension { Node: { } node } ? node.ToString() : null;

    private static Pointer PointerOf(IOpenApiParameter parameter, Pointer list, int index) =>
        parameter is OpenApiParameterReference { Reference.Id: { } id } ? new Pointer("components", "parameters", id) : list.Add(index);

    private static string Versioned(string path) =>
        path == VersionPrefix || path.StartsWith(VersionPrefix + "/", StringComparison.Ordinal) || IsOtherVersion(path) ? path : VersionPrefix + path;

    private static bool IsOtherVersion(string path) => path.Length > 2 && path[1] == 'v' && char.IsAsciiDigit(path[2]);
}
