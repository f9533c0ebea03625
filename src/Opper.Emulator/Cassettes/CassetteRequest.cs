namespace Opper.Emulator.Cassettes;

/// <summary>A request in a cassette. Of the headers it has only the content type and Opper's own.</summary>
internal sealed record CassetteRequest(string Method, string Path, string? Query = null, string? ContentType = null, JsonObject? Body = null,
    JsonObject? Opper = null)
{
    /// <summary>Whether it is sent to a URL for one file, such as an upload URL.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool IsForFile => PresignedUrls.Has(Path);

    /// <summary>The redacted request; its secrets are added to <paramref name="found"/>.</summary>
    public CassetteRequest Redacted(Redaction redaction, ICollection<string> found)
    {
        var query = Query is null ? null : redaction.Query(Query, found);
        var body = redaction.Body(Body, IsForFile ? [SecretNames.UploadFields] : [], found);
        IReadOnlyCollection<string> values = [.. found];
        return this with
        {
            Path = Redaction.ValuesInAddress(Path, values),
            Query = query is null ? null : Redaction.ValuesInAddress(query, values),
            Body = (JsonObject?)Redaction.Values(body, values),
            Opper = (JsonObject?)Redaction.Values(Opper, values),
        };
    }
}
