namespace Opper.Emulator.Datasets;

internal static class DatasetEndpoints
{
    private const int DefaultMatches = 5;

    public static void MapDatasets(this IEndpointRouteBuilder app, DatasetStore datasets)
    {
        var group = app.MapGroup("/v2/datasets/{datasetId}");
        group.MapPost("/", Add);
        // The path in the endpoint reference.
        group.MapPost("/entries", Add);
        group.MapGet("/entries", (string datasetId, HttpRequest request) =>
            Lists.Of(datasets.List(datasetId, Lists.Range(request)), Show));
        group.MapGet("/entries/{entryId}", (string datasetId, string entryId) => Wire.Json(Show(datasets.Get(datasetId, entryId))));
        group.MapPatch("/entries/{entryId}", (string datasetId, string entryId, HttpRequest request) =>
            Wire.Json(Show(datasets.Update(datasetId, entryId, RequestBody.Of(request).Json))));
        group.MapDelete("/entries/{entryId}", (string datasetId, string entryId) => Wire.NoContent(() => datasets.Delete(datasetId, entryId)));
        group.MapPost("/entries/query", (string datasetId, HttpRequest request) =>
            Query(datasetId, (string)request.Query["query"]!, Lists.Range(request, DefaultMatches).Limit));
        group.MapPost("/query", (string datasetId, HttpRequest request) =>
        {
            var body = RequestBody.Of(request);
            return Query(datasetId, body.Required("query"), body.Integer("limit") ?? DefaultMatches);
        });

        IResult Add(string datasetId, HttpRequest request) => Wire.Json(Show(datasets.Add(datasetId, RequestBody.Of(request).Json)));

        IResult Query(string datasetId, string query, int limit) =>
            Wire.Json(new JsonArray([.. datasets.Nearest(datasetId, query, limit).Select(Show)]));
    }

    private static JsonObject Show(JsonObject entry) => entry.Pick("id", "input", "output", "expected", "comment");
}
