namespace Opper.Emulator.Cassettes;

/// <summary>The cassette report, for the page and for tests in other languages.</summary>
internal static class CassetteEndpoints
{
    private static readonly JsonSerializerOptions ReportOptions = new JsonSerializerOptions(CassetteJson.Options)
    {
        DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.Never,
        Converters = { new System.Text.Json.Serialization.JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    }.AsReadOnly();

    public static void MapCassette(this IEndpointRouteBuilder app, Cassette? cassette) => app.MapGet(EmulatorPaths.Emulator + "/cassette", IResult () =>
        cassette is null ? throw ApiException.NotFound("The emulator has no cassette")
            : Wire.Json(JsonSerializer.SerializeToNode(cassette.Report, ReportOptions)));
}
