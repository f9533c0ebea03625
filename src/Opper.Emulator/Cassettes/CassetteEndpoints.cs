using Opper.Emulator.Errors;
using Opper.Emulator.Json;

namespace Opper.Emulator.Cassettes;

/// <summary>What has become of requests, for the page and for tests in other languages.</summary>
internal static class CassetteEndpoints
{
    public static void MapCassette(this IEndpointRouteBuilder app, Cassette? cassette) =>
        app.MapGet("/_emulator/cassette", IResult () => cassette?.Report is { } report
            ? Wire.Json(new JsonObject
            {
                ["mode"] = report.Mode.ToString().ToLowerInvariant(),
                ["path"] = report.Path,
                ["exchanges"] = report.Exchanges,
                ["hits"] = report.Hits,
                ["misses"] = report.Misses,
                ["recorded"] = report.Recorded,
                ["unplayed"] = report.Unplayed,
                ["warnings"] = new JsonArray([.. report.Warnings.Select(warning => (JsonNode)warning)]),
            })
            : throw ApiException.NotFound("The emulator runs without a cassette"));
}
