namespace Opper.Emulator.Calls;

internal static class CallEndpoints
{
    public static void MapCalls(this IEndpointRouteBuilder app, FunctionStore functions, CallReader reader, CallService calls)
    {
        app.MapPost("/v2/call", (HttpRequest request) => CallAsync(reader.ForCall(RequestBody.Of(request)), request));
        app.MapPost("/v2/call/stream", (HttpRequest request) => StreamAsync(reader.ForCall(RequestBody.Of(request)), request));

        var group = app.MapGroup("/v2/functions/{id}/call");
        group.MapPost("/", (string id, HttpRequest request) => CallAsync(Call(functions.Get(id), request), request));
        group.MapPost("/{revisionId}", (string id, string revisionId, HttpRequest request) =>
            CallAsync(Call(functions.GetRevision(id, revisionId), request), request));
        group.MapPost("/stream", (string id, HttpRequest request) => StreamAsync(Call(functions.Get(id), request), request));
        group.MapPost("/stream/{revisionId}", (string id, string revisionId, HttpRequest request) =>
            StreamAsync(Call(functions.GetRevision(id, revisionId), request), request));

        CallSpecification Call(JsonObject function, HttpRequest request) => reader.ForFunction(function, RequestBody.Of(request));
        async Task<IResult> CallAsync(CallSpecification call, HttpRequest request) =>
            Wire.Json(await calls.CallAsync(call, request.HttpContext.RequestAborted).ConfigureAwait(false));
        Task<IResult> StreamAsync(CallSpecification call, HttpRequest request) => calls.StreamAsync(call, request.HttpContext.RequestAborted);
    }
}
