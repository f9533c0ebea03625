namespace Opper.Emulator.Analytics;

internal static class AnalyticsEndpoints
{
    public static void MapAnalytics(this IEndpointRouteBuilder app, UsageStore usage, TimeProvider time) =>
        app.MapGet("/v2/analytics/usage", (HttpRequest request) =>
    {
        var now = time.GetUtcNow();
        var month = new DateTimeOffset(now.Year, now.Month, 1, 0, 0, 0, TimeSpan.Zero);
        var from = Wire.Time((JsonNode?)(string?)request.Query["from_date"]) ?? month;
        var to = Wire.Time((JsonNode?)(string?)request.Query["to_date"]) ?? month.AddMonths(1);
        var granularity = (string?)request.Query["granularity"] ?? "day";
        var fields = Names(request, "fields");
        var groups = Names(request, "group_by");
        return Wire.Json(new JsonArray([.. usage.Between(from, to)
            .Select(e => (Event: e, Time: Wire.Time(e["time"])!.Value))
            .GroupBy(e => Wire.Text(new JsonArray([Wire.Time(Bucket(e.Time.ToUniversalTime(), granularity)),
                .. groups.Select(g => e.Event["groups"]![g]?.DeepClone())])), e => e.Event)
            .OrderBy(g => g.Key, StringComparer.Ordinal)
            .Select(g => Row(g.Key, [.. g], fields, groups))]));
    });

    // Accepts repeated keys, and one key with commas, which another client of the service sends.
    private static List<string> Names(HttpRequest request, string key) =>
        [.. request.Query[key].SelectMany(v => (v ?? string.Empty).Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            .Distinct(StringComparer.Ordinal)];

    private static JsonObject Row(string key, List<JsonObject> events, List<string> fields, List<string> groups)
    {
        var values = JsonNode.Parse(key)!.AsArray();
        var row = new JsonObject
        {
            ["time_bucket"] = values[0]?.DeepClone(),
            ["cost"] = events.Sum(e => (decimal)e["cost"]!).ToString("0.##########", CultureInfo.InvariantCulture),
            ["count"] = events.Count,
        };
        foreach (var field in fields)
        {
            // Sums are strings; a field that no event has is null.
            var known = events.Where(e => e["sums"]![field] is not null).ToList();
            row.TryAdd(field, known.Count == 0 ? null : known.Sum(e => (long)e["sums"]![field]!).ToString(CultureInfo.InvariantCulture));
        }

        for (var i = 0; i < groups.Count; i++)
        {
            row.TryAdd(groups[i], values[i + 1]?.DeepClone());
        }

        return row;
    }

    private static DateTimeOffset Bucket(DateTimeOffset time, string granularity) => granularity switch
    {
        "minute" => new(time.Year, time.Month, time.Day, time.Hour, time.Minute, 0, TimeSpan.Zero),
        "hour" => new(time.Year, time.Month, time.Day, time.Hour, 0, 0, TimeSpan.Zero),
        "month" => new(time.Year, time.Month, 1, 0, 0, 0, TimeSpan.Zero),
        "year" => new(time.Year, 1, 1, 0, 0, 0, TimeSpan.Zero),
        _ => new(time.Year, time.Month, time.Day, 0, 0, 0, TimeSpan.Zero),
    };
}
