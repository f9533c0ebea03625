using System.Text.Json;

namespace Opper.Extensions.AI;

/// <summary>The citations of a message.</summary>
internal static class ChatAnnotations
{
    public static IList<AIAnnotation> Of(IDictionary<string, RawJson?> fields)
    {
        var annotations = new List<AIAnnotation>();
        if (!fields.TryGetValue(ChatFieldNames.Annotations, out var json) || json is not { ValueKind: JsonValueKind.Array })
        {
            return annotations;
        }

        foreach (var item in json.ToJsonElement().EnumerateArray())
        {
            var citation = item.ValueKind == JsonValueKind.Object && item.TryGetProperty("url_citation", out var inner) ? inner : item;
            annotations.Add(
                citation.ValueKind == JsonValueKind.Object && Text(citation, "url") is { } url && Uri.TryCreate(url, UriKind.Absolute, out var address)
                ? new CitationAnnotation { Url = address, Title = Text(citation, "title"), Snippet = Text(citation, "content"),
                    AnnotatedRegions = Regions(citation), RawRepresentation = item }
                : new AIAnnotation { RawRepresentation = item });
        }

        return annotations;
    }

    private static IList<AnnotatedRegion>? Regions(JsonElement citation) =>
        Number(citation, "start_index") is { } start && Number(citation, "end_index") is { } end
            ? [new TextSpanAnnotatedRegion { StartIndex = start, EndIndex = end }]
            : null;

    private static string? Text(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static int? Number(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) ? number : null;
}
