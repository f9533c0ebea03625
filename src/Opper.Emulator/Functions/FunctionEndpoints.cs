using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Opper.Emulator.Calls;
using Opper.Emulator.Http;

namespace Opper.Emulator.Functions;

internal static class FunctionEndpoints
{
    public static void MapFunctions(this IEndpointRouteBuilder app, FunctionStore functions, CallReader reader, CallService calls)
    {
        var group = app.MapGroup("/v2/functions");
        group.MapPost("/", (HttpRequest request) =>
            Wire.Json(FunctionView.Full(functions.Create(Checked(RequestBody.Of(request)))), StatusCodes.Status201Created));
        group.MapGet("/", (HttpRequest request) => List(request, functions));
        group.MapGet("/by-name/{**name}", (HttpContext context, string? name) =>
        {
            var asked = PathTail.After(context, "/by-name/");
            return Wire.Json(FunctionView.Full(functions.Find(asked) ?? throw ApiException.NotFound("Function", asked)));
        });
        group.MapGet("/{id}", (string id) => Wire.Json(FunctionView.Full(functions.Get(id))));
        group.MapPatch("/{id}", (string id, HttpRequest request) =>
            Wire.Json(FunctionView.Full(functions.Update(id, Checked(RequestBody.Of(request))))));
        group.MapDelete("/{id}", (string id) =>
        {
            functions.Delete(id);
            return TypedResults.NoContent();
        });
        group.MapGet("/{id}/revisions", (string id, HttpRequest request) =>
        {
            var (total, revisions) = functions.RevisionsOf(id, Page.Read(request, defaultLimit: 20));
            return Page.Of(total, revisions.Select(FunctionView.Revision));
        });
        group.MapGet("/{id}/revisions/{revisionId}", (string id, string revisionId) =>
            Wire.Json(FunctionView.Full(functions.GetRevision(id, revisionId))));

        group.MapPost("/{id}/call", (string id, HttpRequest request) => CallAsync(functions.Get(id), request));
        group.MapPost("/{id}/call/{revisionId}", (string id, string revisionId, HttpRequest request) => CallAsync(functions.GetRevision(id, revisionId), request));
        group.MapPost("/{id}/call/stream", (string id, HttpRequest request) => Stream(functions.Get(id), request));
        group.MapPost("/{id}/call/stream/{revisionId}", (string id, string revisionId, HttpRequest request) => Stream(functions.GetRevision(id, revisionId), request));

        async Task<IResult> CallAsync(JsonObject function, HttpRequest request) =>
            Wire.Json(await calls.CallAsync(reader.ForFunction(function, RequestBody.Of(request)), request.HttpContext.RequestAborted).ConfigureAwait(false));

        IResult Stream(JsonObject function, HttpRequest request) => calls.Stream(reader.ForFunction(function, RequestBody.Of(request)));
    }

    /// <summary>Letters, digits and / . - _, as the endpoint reference has it.</summary>
    public static void CheckName(RequestBody body, string? name)
    {
        if (name is not null && (name.Length == 0 || !name.All(c => char.IsLetterOrDigit(c) || c is '/' or '.' or '-' or '_')))
        {
            body.Fail("string_pattern_mismatch", "name", "Name should have letters, digits, '/', '.', '-' and '_' only", name);
        }
    }

    private static JsonObject Checked(RequestBody body)
    {
        CheckName(body, body.String("name"));
        body.ThrowIfInvalid();
        return body.Json;
    }

    private static IResult List(HttpRequest request, FunctionStore functions)
    {
        var page = Page.Read(request, defaultLimit: 20);
        string? name = request.Query["name"];
        string? sort = request.Query["sort"];
        var byAge = (sort ?? "name").TrimStart('-') is "created_at" or "created";
        var (total, found) = functions.List(page, name, byAge, descending: sort?.StartsWith('-') == true);
        return Page.Of(total, found.Select(FunctionView.Short));
    }
}
