using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Opper.Emulator.Functions;
using Opper.Emulator.Http;

namespace Opper.Emulator.Calls;

internal static class CallEndpoints
{
    public static void MapCalls(this IEndpointRouteBuilder app, FunctionStore functions, CallService calls)
    {
        app.MapPost("/v2/call", async (HttpRequest request) =>
        {
            var call = CallSpecification.ForCall(await RequestBody.ReadAsync(request), functions);
            return Wire.Json(await calls.CallAsync(call, request.HttpContext.RequestAborted));
        });
        app.MapPost("/v2/call/stream", async (HttpRequest request) =>
            calls.Stream(CallSpecification.ForCall(await RequestBody.ReadAsync(request), functions)));
    }
}
