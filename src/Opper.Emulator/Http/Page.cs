using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Opper.Emulator.Http;

/// <summary>offset and limit of a list request.</summary>
internal readonly record struct Page(int Offset, int Limit)
{
    public static Page Read(HttpRequest request, int defaultLimit = 100, int maxLimit = 100)
    {
        var errors = new List<JsonObject>();
        var page = new Page(
            Number(request, "offset", 0, 0, int.MaxValue, errors),
            Number(request, "limit", defaultLimit, 1, maxLimit, errors));
        return errors.Count == 0 ? page : throw ApiException.Validation(errors);
    }

    public IResult Of(IReadOnlyList<JsonObject> all, Func<JsonObject, JsonObject> show) => Wire.Json(new JsonObject
    {
        ["meta"] = new JsonObject { ["total_count"] = all.Count },
        ["data"] = new JsonArray([.. all.Skip(Offset).Take(Limit).Select(show)]),
    });

    private static int Number(HttpRequest request, string name, int fallback, int min, int max, List<JsonObject> errors)
    {
        string? text = request.Query[name];
        if (string.IsNullOrEmpty(text))
        {
            return fallback;
        }

        if (!int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value))
        {
            errors.Add(ApiException.Item("int_parsing", ["query", name], "Input should be a valid integer, unable to parse string as an integer", text));
        }
        else if (value < min)
        {
            errors.Add(ApiException.Item("greater_than_equal", ["query", name], $"Input should be greater than or equal to {min}", text));
        }
        else if (value > max)
        {
            errors.Add(ApiException.Item("less_than_equal", ["query", name], $"Input should be less than or equal to {max}", text));
        }

        return value;
    }
}
