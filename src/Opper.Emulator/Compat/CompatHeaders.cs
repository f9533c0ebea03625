namespace Opper.Emulator.Compat;

/// <summary>The request headers of the compat surface, whose values are in the body in version 2.</summary>
internal static class CompatHeaders
{
    private const int MaxTags = 8;

    public static string? Name(HttpRequest request) => Text(request, "X-Opper-Name");

    public static string? ParentSpanId(HttpRequest request) => Text(request, "X-Opper-Parent-Span-Id");

    public static JsonObject? Tags(HttpRequest request)
    {
        if (Text(request, "X-Opper-Tags") is not { } text)
        {
            return null;
        }

        var tags = new JsonObject();
        foreach (var tag in text.Split(',', StringSplitOptions.TrimEntries))
        {
            if (tag.Split(':', 2) is not [{ Length: > 0 } key, var value])
            {
                throw ApiException.BadRequest("X-Opper-Tags must be key:value,key:value");
            }

            tags[key] = value;
        }

        return tags.Count <= MaxTags ? tags : throw ApiException.BadRequest($"X-Opper-Tags may have at most {MaxTags} tags");
    }

    private static string? Text(HttpRequest request, string name) => request.Headers[name].ToString() is { Length: > 0 } text ? text : null;
}
