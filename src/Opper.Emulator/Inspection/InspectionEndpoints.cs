using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Opper.Emulator.Contract;
using Opper.Emulator.Faults;
using Opper.Emulator.Files;
using Opper.Emulator.Http;

namespace Opper.Emulator.Inspection;

/// <summary>What tests and people ask of the emulator itself, under /_emulator; no key is needed on loopback.</summary>
internal static class InspectionEndpoints
{
    public static void MapInspection(this IEndpointRouteBuilder app, EmulatorState state, CancellationToken stopping)
    {
        var group = app.MapGroup("/_emulator");
        group.MapGet("/requests", (HttpRequest request) => Wire.Json(new JsonArray([.. state.Log.All()
            .Where(r => r.Number > Number(request, "after"))
            .Select(r => r.ToJson(withBodies: request.Query["bodies"] == "true"))])));
        group.MapGet("/requests/{number:long}", (long number) => Wire.Json((state.Log.All().FirstOrDefault(r => r.Number == number)
            ?? throw ApiException.NotFound("Request", number.ToString(CultureInfo.InvariantCulture))).ToJson(withBodies: true)));
        group.MapGet("/requests/live", (CancellationToken gone) => TypedResults.ServerSentEvents(LiveAsync(state.Log, gone, stopping)));
        group.MapPost("/reset", () =>
        {
            state.Reset();
            return TypedResults.NoContent();
        });
        group.MapGet("/faults", () => Wire.Json(new JsonArray([.. state.Faults.All().Select(FaultJson.Write)])));
        group.MapPost("/faults", async (HttpRequest request) =>
        {
            var body = await BoundedBody.ReadAsync(request, BoundedBody.FieldLimit, "The fault");
            return Wire.Json(FaultJson.Write(state.Faults.Add(FaultJson.Read(Encoding.UTF8.GetString(body)))), StatusCodes.Status201Created);
        });
        group.MapDelete("/faults", () =>
        {
            state.Faults.Clear();
            return TypedResults.NoContent();
        });
        group.MapDelete("/faults/{id}", IResult (string id) =>
            state.Faults.Remove(id) ? TypedResults.NoContent() : throw ApiException.NotFound("Fault", id));
        group.MapGet("/openapi.json", (HttpRequest request) => Wire.Json(ContractDocument.Current.WithServer(LocalAccess.Origin(request))));
        group.MapGet("/openapi.yaml", () => TypedResults.Text(ContractDocument.Current.Yaml, "application/yaml"));
    }

    private static long Number(HttpRequest request, string name) =>
        long.TryParse(request.Query[name], CultureInfo.InvariantCulture, out var number) ? number : 0;

    private static async IAsyncEnumerable<string> LiveAsync(RequestLog log, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken gone, CancellationToken stopping)
    {
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(gone, stopping);
        // An event at once, so that a reader knows that it listens.
        yield return "{}";
        await foreach (var request in log.ListenAsync(linked.Token).ConfigureAwait(false))
        {
            yield return Wire.Text(request.ToJson(withBodies: false));
        }
    }
}
