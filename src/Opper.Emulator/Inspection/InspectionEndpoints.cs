using System.Runtime.CompilerServices;

namespace Opper.Emulator.Inspection;

/// <summary>The requests made so far, or as they arrive. No key is required on loopback.</summary>
internal static class InspectionEndpoints
{
    public static void MapInspection(this IEndpointRouteBuilder app, RequestLog log, CancellationToken stopping)
    {
        var group = app.MapGroup(EmulatorPaths.Emulator + "/requests");
        group.MapGet("/", (HttpRequest request) => Wire.Json(new JsonArray([.. log.All()
            .Where(r => r.Number > Number(request, "after"))
            .Select(r => r.ToJson(withBodies: request.Query["bodies"] == "true"))])));
        group.MapGet("/{number:long}", (long number) => Wire.Json((log.All().FirstOrDefault(r => r.Number == number)
            ?? throw ApiException.NotFound("Request", number.ToString(CultureInfo.InvariantCulture))).ToJson(withBodies: true)));
        group.MapGet("/live", (CancellationToken gone) => TypedResults.ServerSentEvents(LiveAsync(log, gone, stopping)));
    }

    private static long Number(HttpRequest request, string name) =>
        long.TryParse(request.Query[name], CultureInfo.InvariantCulture, out var number) ? number : 0;

    private static async IAsyncEnumerable<string> LiveAsync(RequestLog log, [EnumeratorCancellation] CancellationToken gone, CancellationToken stopping)
    {
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(gone, stopping);
        // Sent immediately, so that the client knows that it is connected.
        yield return "{}";
        await foreach (var request in log.ListenAsync(linked.Token).ConfigureAwait(false))
        {
            yield return Wire.Text(request.ToJson(withBodies: false));
        }
    }
}
