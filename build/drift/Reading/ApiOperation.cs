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

    /// <summary>The path as the document writes it.</summary>
    public string Path { get; }

    /// <summary>The method in capitals.</summary>
    public string Method { get; }

    /// <summary>The path below the host, the version in front whether the document has it in its server or in its paths.</summary>
    public string FullPath { get; }

    /// <summary>The version that the path begins with.</summary>
    public string Version => FullPath.Split('/')[1];

    /// <summary>The operation itself.</summary>
    public OpenApiOperation Operation { get; }

    /// <summary>Its own parameters and those of its path.</summary>
    public IReadOnlyList<ApiParameter> Parameters { get; }

    /// <summary>Where it stands.</summary>
    public Pointer Pointer => new("paths", Path, Method.ToLowerInvariant());

    /// <summary>What two documents agree on: method and path, whatever the parameters are called.</summary>
    public string Key => $"{Method} {string.Join('/', FullPath.Split('/').Select(segment => segment.StartsWith('{') ? "{}" : segment))}";

    /// <summary>Names of the parameters in the path, in order.</summary>
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
