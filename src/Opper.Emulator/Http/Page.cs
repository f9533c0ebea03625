using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Opper.Emulator.Http;

/// <summary>offset and limit of a list request; their bounds are the contract's.</summary>
internal readonly record struct Page(int Offset, int Limit)
{
    public static Page Read(HttpRequest request, int defaultLimit = 100) => new(Number(request, "offset", 0), Number(request, "limit", defaultLimit));

    public IResult Of(IReadOnlyList<JsonObject> all, Func<JsonObject, JsonObject> show) => Of(all.Count, all.Skip(Offset).Take(Limit).Select(show));

    public static IResult Of(int total, IEnumerable<JsonObject> page) => Wire.Json(new JsonObject
    {
        ["meta"] = new JsonObject { ["total_count"] = total },
        ["data"] = new JsonArray([.. page]),
    });

    private static int Number(HttpRequest request, string name, int fallback) =>
        (string?)request.Query[name] is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : fallback;
}
