using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Opper.Emulator.Http;

namespace Opper.Emulator.Compat;

/// <summary>What a request of the compat surface says in headers, and what its answer does.</summary>
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

    public static void Add(HttpResponse response, string? spanId, string model)
    {
        response.Headers["X-Opper-Trace-Id"] = spanId;
        response.Headers["X-Opper-Served-Model"] = model;
    }

    /// <summary>Says what a whole answer cost; a stream says it in its last event.</summary>
    public static void AddCost(HttpResponse response, JsonObject cost) =>
        response.Headers["X-Opper-Cost"] = ((decimal)cost["total"]!).ToString(CultureInfo.InvariantCulture);

    private static string? Text(HttpRequest request, string name) => request.Headers[name].ToString() is { Length: > 0 } text ? text : null;
}
