using Microsoft.OpenApi;

namespace Opper.Drift.Reading;

/// <summary>An OpenAPI document and its operations.</summary>
internal sealed class ApiDocument(string source, OpenApiDocument document, IReadOnlyList<string> warnings)
{
    /// <summary>The source of the document.</summary>
    public string Source { get; } = source;

    /// <summary>The document itself.</summary>
    public OpenApiDocument Document { get; } = document;

    /// <summary>The warnings of the reader.</summary>
    public IReadOnlyList<string> Warnings { get; } = warnings;

    /// <summary>All operations, in the order of the document.</summary>
    public IReadOnlyList<ApiOperation> Operations { get; } =
    [
        .. from path in document.Paths
           from operation in path.Value.Operations ?? []
           select new ApiOperation(ServerPath(document), path.Key, operation.Key.Method.ToUpperInvariant(), path.Value, operation.Value),
    ];

    private static string ServerPath(OpenApiDocument document)
    {
        var url = document.Servers is [{ Url: { } first }, ..] ? first : string.Empty;
        return Uri.TryCreate(url, UriKind.Absolute, out var absolute) && absolute.Scheme is "http" or "https" ? absolute.AbsolutePath
            : url.StartsWith('/') ? url : string.Empty;
    }
}
