namespace Opper.Emulator.Faults;

internal static class FaultEndpoints
{
    public static void MapFaults(this IEndpointRouteBuilder app, FaultList faults)
    {
        var group = app.MapGroup(EmulatorPaths.Emulator + "/faults");
        group.MapGet("/", () => Wire.Json(new JsonArray([.. faults.All.Select(FaultJson.Write)])));
        group.MapPost("/", async (HttpRequest request) =>
        {
            var body = await BoundedBody.ReadAsync(request, BoundedBody.FieldLimit, "The fault");
            return Wire.Json(FaultJson.Write(faults.Add(FaultJson.Read(body))), StatusCodes.Status201Created);
        });
        group.MapDelete("/", () => Wire.NoContent(faults.Clear));
        group.MapDelete("/{id}", IResult (string id) => faults.Remove(id) ? TypedResults.NoContent() : throw ApiException.NotFound("Fault", id));
    }
}
