namespace Opper.Emulator.Http;

/// <summary>Lists in requests and responses.</summary>
internal static class Lists
{
    /// <summary>The offset and limit of a request, already validated against the contract.</summary>
    public static ListRange Range(HttpRequest request, int defaultLimit = 100) => new(Number(request, "offset", 0), Number(request, "limit", defaultLimit));

    public static IResult Of((int Total, IReadOnlyList<JsonObject> Records) list, Func<JsonObject, JsonObject>? show = null) => Wire.Json(new JsonObject
    {
        ["meta"] = new JsonObject { ["total_count"] = list.Total },
        ["data"] = new JsonArray([.. show is null ? list.Records : list.Records.Select(show)]),
    });

    /// <summary>The requested page of a list.</summary>
    public static IResult Of(IReadOnlyList<JsonObject> all, HttpRequest request, Func<JsonObject, JsonObject>? show = null)
    {
        var range = Range(request);
        return Of((all.Count, [.. all.Skip(range.Offset).Take(range.Limit)]), show);
    }

    private static int Number(HttpRequest request, string name, int fallback) =>
        (string?)request.Query[name] is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : fallback;
}
