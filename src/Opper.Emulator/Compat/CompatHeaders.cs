using Opper.Emulator.Errors;

namespace Opper.Emulator.Compat;

/// <summary>What a request of the compat surface says in headers, which version 2 has in the body.</summary>
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

        return tags.Count <= MaxTags ? tags : throw ApiException.BadRequest($"X-Opper-Tags may hold at most {MaxTags} tags");
    }

    private static string? Text(HttpRequest request, string name) => request.Headers[name].ToString() is { Length: > 0 } text ? text : null;
}
