using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Opper.Emulator.Cassettes;

/// <summary>The parts of a form, independent of the boundary.</summary>
internal static class FormParts
{
    private const string UrlEncoded = "application/x-www-form-urlencoded";

    /// <summary>Null if the body is not a valid form.</summary>
    public static async Task<JsonArray?> ReadAsync(string? contentType, byte[] content)
    {
        if (!MediaTypeHeaderValue.TryParse(contentType, out var type))
        {
            return null;
        }

        if (type.MediaType.Equals(UrlEncoded, StringComparison.OrdinalIgnoreCase))
        {
            return CassetteBody.OfText(content) is { } text ? UrlEncodedParts((string)text[CassetteBody.Text]!) : null;
        }

        var boundary = HeaderUtilities.RemoveQuotes(type.Boundary).Value;
        if (!type.MediaType.StartsWith("multipart/", StringComparison.OrdinalIgnoreCase) || string.IsNullOrEmpty(boundary))
        {
            return null;
        }

        try
        {
            return await MultipartAsync(boundary, content).ConfigureAwait(false);
        }
        catch (Exception error) when (error is IOException or InvalidDataException)
        {
            return null;
        }
    }

    /// <summary>A content type without the boundary, which is different for each request.</summary>
    public static string? WithoutBoundary(string? contentType)
    {
        if (!MediaTypeHeaderValue.TryParse(contentType, out var type) || type.Boundary.Length == 0)
        {
            return contentType;
        }

        var copy = type.Copy();
        copy.Parameters.Remove(copy.Parameters.Single(p => p.Name.Equals("boundary", StringComparison.OrdinalIgnoreCase)));
        return copy.ToString();
    }

    private static JsonArray UrlEncodedParts(string text)
    {
        var parts = new JsonArray();
        foreach (var pair in new QueryStringEnumerable(text))
        {
            parts.Add(new JsonObject { ["name"] = pair.DecodeName().ToString(), [CassetteBody.Text] = pair.DecodeValue().ToString() });
        }

        return parts;
    }

    private static async Task<JsonArray> MultipartAsync(string boundary, byte[] content)
    {
        var parts = new JsonArray();
        var reader = new MultipartReader(boundary, new MemoryStream(content));
        while (await reader.ReadNextSectionAsync().ConfigureAwait(false) is { } section)
        {
            using var buffer = new MemoryStream();
            await section.Body.CopyToAsync(buffer).ConfigureAwait(false);
            var part = new JsonObject();
            if (ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var disposition))
            {
                AddIfAny(part, "name", HeaderUtilities.RemoveQuotes(disposition.Name).Value);
                AddIfAny(part, "filename", disposition.FileNameStar.HasValue ? disposition.FileNameStar.Value
                    : HeaderUtilities.RemoveQuotes(disposition.FileName).Value);
            }

            AddIfAny(part, "content_type", section.ContentType);
            var held = CassetteBody.IsJson(section.ContentType) && CassetteJson.TryParse(buffer.ToArray(), out var json)
                ? new JsonObject { [CassetteBody.Json] = json }
                : CassetteBody.OfFile(buffer.ToArray());
            foreach (var (name, value) in held)
            {
                part[name] = value?.DeepClone();
            }

            parts.Add(part);
        }

        return parts;
    }

    private static void AddIfAny(JsonObject part, string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            part[name] = value;
        }
    }
}
