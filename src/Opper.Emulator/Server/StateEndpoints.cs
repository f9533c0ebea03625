namespace Opper.Emulator.Server;

/// <summary>Endpoints for the emulator as a whole. No key is required on loopback.</summary>
internal static class StateEndpoints
{
    public static void MapState(this IEndpointRouteBuilder app, EmulatorState state)
    {
        var group = app.MapGroup(EmulatorPaths.Emulator);
        group.MapPost("/reset", () => Wire.NoContent(state.Reset));
        group.MapGet("/openapi.json", (HttpRequest request) => Wire.Json(ContractDocument.Current.WithServer(LocalAccess.Origin(request))));
        group.MapGet("/openapi.yaml", () => TypedResults.Text(ContractDocument.Current.Yaml, "application/yaml"));
    }
}
