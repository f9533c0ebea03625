using System.Text.Json.Nodes;

namespace Opper.Emulator.Cassettes;

/// <summary>A request as cassettes hold it: without headers but the content type and Opper's own, and once redacted without secrets.</summary>
internal sealed record CassetteRequest(string Method, string Path, string Query, string? ContentType, JsonObject? Body, JsonObject? Opper)
{
    /// <summary>Whether it goes to an address that an answer gave for one file, such as an upload URL.</summary>
    public bool IsForFile => PresignedUrls.Has(Path);

    /// <summary>The request without secrets, which are added to <paramref name="found"/>.</summary>
    public CassetteRequest Redacted(Redaction redaction, ICollection<string> found)
    {
        var query = redaction.Query(Query, found);
        var body = (JsonObject?)Body?.DeepClone();
        if (body?[CassetteBody.Json] is { } json && redaction.Members(json, [], found) is var redacted && !ReferenceEquals(json, redacted))
        {
            body[CassetteBody.Json] = redacted;
        }

        foreach (var part in (body?[CassetteBody.Parts] as JsonArray ?? []).OfType<JsonObject>())
        {
            FormParts.Redact(part, IsForFile ? [SecretNames.UploadFields] : [], redaction, found);
        }

        IReadOnlyCollection<string> values = [.. found];
        return this with
        {
            Path = Redaction.ValuesInAddress(Path, values),
            Query = Redaction.ValuesInAddress(query, values),
            Body = (JsonObject?)Redaction.Values(body, values),
            Opper = (JsonObject?)Redaction.Values(Opper, values),
        };
    }

    public JsonObject ToJson()
    {
        var json = new JsonObject { ["method"] = Method, ["path"] = Path };
        if (Query.Length > 0)
        {
            json["query"] = Query;
        }

        if (ContentType is not null)
        {
            json["content_type"] = ContentType;
        }

        if (Opper is not null)
        {
            json["opper"] = Opper.DeepClone();
        }

        if (Body is not null)
        {
            json["body"] = Body.DeepClone();
        }

        return json;
    }

    public static CassetteRequest FromJson(JsonObject json) => new(
        (string)json["method"]!,
        (string)json["path"]!,
        (string?)json["query"] ?? string.Empty,
        (string?)json["content_type"],
        (JsonObject?)json["body"]?.DeepClone(),
        (JsonObject?)json["opper"]?.DeepClone());
}
