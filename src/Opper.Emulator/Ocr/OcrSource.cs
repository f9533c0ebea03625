namespace Opper.Emulator.Ocr;

/// <summary>Loads the document of an OCR request: from base64, from a data URL, or from a URL on this machine.</summary>
internal sealed class OcrSource(int maxBytes)
{
    private const string DataScheme = "data:";

    // The emulator sends no requests to other machines, including by redirects.
    private static readonly HttpClient Downloads =
        new(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false }) { Timeout = TimeSpan.FromSeconds(30) };

    public async Task<OcrInput> ReadAsync(JsonObject document, CancellationToken cancellationToken)
    {
        var type = (string)document["type"]!;
        var field = type == "base64" ? "content" : type;
        var name = (string?)document["document_name"];
        if ((string?)document[field] is not { Length: > 0 } given)
        {
            throw ApiException.Validation("missing", ["body", "document", field], $"Field required for a document of type {type}", document);
        }

        return given.StartsWith(DataScheme, StringComparison.OrdinalIgnoreCase) ? FromDataUrl(given, field, name)
            : type == "base64" ? new OcrInput(Decode(given, field), null, name)
            : await FetchAsync(given, field, name, cancellationToken).ConfigureAwait(false);
    }

    private OcrInput FromDataUrl(string url, string field, string? name)
    {
        var comma = url.IndexOf(',', StringComparison.Ordinal);
        var head = comma < 0 ? string.Empty : url[DataScheme.Length..comma];
        ApiException.BadRequestIf(!head.EndsWith(";base64", StringComparison.OrdinalIgnoreCase),
            $"document.{field} must be a data URL in base64: data:<media type>;base64,<content>");

        return new OcrInput(Decode(url[(comma + 1)..], field), head[..^";base64".Length], name);
    }

    private byte[] Decode(string text, string field)
    {
        ApiException.BadRequestIf(text.Length / 4L * 3 > maxBytes, StatusCodes.Status413PayloadTooLarge, $"document.{field} is larger than {maxBytes} bytes");

        try
        {
            return Convert.FromBase64String(text);
        }
        catch (FormatException)
        {
            throw ApiException.BadRequest($"document.{field} is not valid base64");
        }
    }

    private async Task<OcrInput> FetchAsync(string address, string field, string? name, CancellationToken cancellationToken)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
        {
            throw ApiException.BadRequest($"document.{field} must be an http or https URL, or a data URL");
        }

        if (!url.IsLoopback)
        {
            throw ApiException.BadRequest($"The emulator makes no requests to other machines, so it does not fetch {url.Host}: give document.{field} as a "
                + "data URL, or serve the document on loopback");
        }

        try
        {
            using var response = await Downloads.GetAsync(url, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
            ApiException.BadRequestIf(!response.IsSuccessStatusCode,
                $"document.{field} could not be fetched: {url.Authority} returned {(int)response.StatusCode}");

            var body = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
            var content = await BoundedBody.ReadAsync(body, maxBytes, "The document", cancellationToken).ConfigureAwait(false);
            return new OcrInput(content, response.Content.Headers.ContentType?.MediaType, name ?? Path.GetFileName(url.LocalPath));
        }
        catch (Exception error)
            when (error is HttpRequestException or IOException || (error is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw ApiException.BadRequest($"document.{field} could not be fetched: {error.Message}");
        }
    }
}
