using System.Net.Http.Headers;
using Microsoft.AspNetCore.WebUtilities;
using MediaTypeHeaderValue = Microsoft.Net.Http.Headers.MediaTypeHeaderValue;

namespace Opper.Emulator.Http;

/// <summary>A multipart form with one file; the parts are read in order.</summary>
internal sealed class MultipartForm
{
    private const string FilePart = "file";
    private readonly Dictionary<string, string> _fields = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, string> Fields => _fields;

    /// <summary>The part named <c>file</c>.</summary>
    public byte[]? File { get; private set; }

    public string? FileName { get; private set; }

    public string? ContentType { get; private set; }

    /// <summary>Whether parts followed the file, which form storage ignores.</summary>
    public bool HasFieldsAfterFile { get; private set; }

    /// <summary>Reads the form; rejects a file above the limit.</summary>
    public static async Task<MultipartForm> ReadAsync(HttpRequest request, int maxFileBytes)
    {
        var boundary = MediaTypeHeaderValue.TryParse(request.ContentType, out var type) && type.MediaType == "multipart/form-data"
            ? type.Boundary.Value?.Trim('"') : null;
        ApiException.BadRequestIf(string.IsNullOrEmpty(boundary), "The body must be multipart/form-data with a boundary");

        var form = new MultipartForm();
        var reader = new MultipartReader(boundary, request.Body);
        try
        {
            while (await reader.ReadNextSectionAsync(request.HttpContext.RequestAborted).ConfigureAwait(false) is { } section)
            {
                await form.AddAsync(section, maxFileBytes, request.HttpContext.RequestAborted).ConfigureAwait(false);
            }
        }
        catch (Exception error) when (error is IOException or InvalidDataException && !request.HttpContext.RequestAborted.IsCancellationRequested)
        {
            throw ApiException.BadRequest($"The form is not valid: {error.Message}");
        }

        return form;
    }

    private async Task AddAsync(MultipartSection section, int maxFileBytes, CancellationToken cancellationToken)
    {
        if (!ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var disposition) || disposition.Name is null)
        {
            throw ApiException.BadRequest("A part of the form has no name");
        }

        HasFieldsAfterFile |= File is not null;
        if (disposition.Name.Trim('"') is var name && name != FilePart)
        {
            _fields[name] = Encoding.UTF8.GetString(await BoundedBody.ReadAsync(section.Body, BoundedBody.FieldLimit, $"The field {name}",
                cancellationToken).ConfigureAwait(false));
            return;
        }

        FileName = (disposition.FileNameStar ?? disposition.FileName)?.Trim('"');
        ContentType = section.ContentType;
        File = await BoundedBody.ReadAsync(section.Body, maxFileBytes, "The file", cancellationToken).ConfigureAwait(false);
    }
}
