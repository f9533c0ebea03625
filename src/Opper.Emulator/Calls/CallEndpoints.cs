using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Opper.Emulator.Http;

namespace Opper.Emulator.Calls;

internal static class CallEndpoints
{
    public static void MapCalls(this IEndpointRouteBuilder app, CallReader reader, CallService calls)
    {
        app.MapPost("/v2/call", async (HttpRequest request) =>
            Wire.Json(await calls.CallAsync(reader.ForCall(RequestBody.Of(request)), request.HttpContext.RequestAborted)));
        app.MapPost("/v2/call/stream", (HttpRequest request) => calls.Stream(reader.ForCall(RequestBody.Of(request))));
    }
}
