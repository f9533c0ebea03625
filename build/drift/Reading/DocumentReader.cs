using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using Microsoft.OpenApi.Reader;

namespace Opper.Drift.Reading;

/// <summary>Reads an OpenAPI document, 3.0 or 3.1, JSON or YAML, from a file or a URL.</summary>
internal static class DocumentReader
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static async Task<ApiDocument> ReadAsync(string source, CancellationToken cancellationToken) =>
        Parse(source, await TextAsync(source, cancellationToken));

    public static ApiDocument Parse(string source, string text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            throw new DriftException($"{source} is not an OpenAPI document: it is empty.");
        }

        var isJson = text.TrimStart('\uFEFF', ' ', '\t', '\r', '\n').StartsWith('{');
        var settings = new OpenApiReaderSettings();
        settings.AddYamlReader();
        try
        {
            if (isJson)
            {
                text = Hoisted(text, source);
            }

            var read = OpenApiDocument.Parse(text, isJson ? OpenApiConstants.Json : OpenApiConstants.Yaml, settings);
            if (read.Document is not { Paths: { Count: > 0 } } document)
            {
                var why = read.Diagnostic?.Errors.Select(error => error.Message).FirstOrDefault() ?? "it has no paths";
                throw new DriftException($"{source} is not an OpenAPI document: {why}.");
            }

            return new ApiDocument(source, document, [.. (read.Diagnostic?.Errors ?? []).Select(error => $"{error.Pointer}: {error.Message}").Distinct()]);
        }
        catch (Exception error) when (error is not DriftException)
        {
            // The reader throws various exceptions for documents that are not OpenAPI.
            throw new DriftException($"{source} cannot be read: {error.Message}");
        }
    }

    /// <summary>The error of a YAML document and its location.</summary>
    public static IReadOnlyList<(string? Pointer, string Message)> Problems(string yaml)
    {
        var settings = new OpenApiReaderSettings();
        settings.AddYamlReader();
        try
        {
            return [.. (OpenApiDocument.Parse(yaml, OpenApiConstants.Yaml, settings).Diagnostic?.Errors ?? []).Select(error => (error.Pointer, error.Message))];
        }
        catch (Exception error) when (error is OpenApiException or InvalidOperationException or FormatException)
        {
            throw new DriftException(error.Message);
        }
    }

    private static string Hoisted(string text, string source)
    {
        var root = JsonNode.Parse(text) as JsonObject ?? throw new DriftException($"{source} is not an OpenAPI document: it is not a JSON object.");
        LocalDefinitions.Hoist(root);
        return root.ToJsonString();
    }

    private static async Task<string> TextAsync(string source, CancellationToken cancellationToken)
    {
        try
        {
            if (Uri.TryCreate(source, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https")
            {
                using var http = new HttpClient { Timeout = Patience };
                return await http.GetStringAsync(uri, cancellationToken);
            }

            return await File.ReadAllTextAsync(source, cancellationToken);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or HttpRequestException or NotSupportedException)
        {
            throw new DriftException($"{source} cannot be read: {error.Message}");
        }
        catch (TaskCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new DriftException($"{source} cannot be read: no response within {Patience.TotalSeconds:0} seconds.");
        }
    }
}
