namespace Opper.Emulator.Functions;

internal static class FunctionEndpoints
{
    private const int DefaultLimit = 20;

    public static void MapFunctions(this IEndpointRouteBuilder app, FunctionStore functions)
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
        group.MapDelete("/{id}", (string id) => Wire.NoContent(() => functions.Delete(id)));
        group.MapGet("/{id}/revisions", (string id, HttpRequest request) =>
            Lists.Of(functions.RevisionsOf(id, Lists.Range(request, DefaultLimit)), FunctionView.Revision));
        group.MapGet("/{id}/revisions/{revisionId}", (string id, string revisionId) =>
            Wire.Json(FunctionView.Full(functions.GetRevision(id, revisionId))));
    }

    /// <summary>Letters, digits and / . - _, as in the endpoint reference.</summary>
    public static void CheckName(RequestBody body, string? name)
    {
        var isInvalid = name is not null && (name.Length == 0 || !name.All(c => char.IsLetterOrDigit(c) || c is '/' or '.' or '-' or '_'));
        body.FailIf(isInvalid, "string_pattern_mismatch", "name", "Name should contain only letters, digits, '/', '.', '-' and '_'");
    }

    private static JsonObject Checked(RequestBody body)
    {
        CheckName(body, body.String("name"));
        body.ThrowIfInvalid();
        return body.Json;
    }

    private static IResult List(HttpRequest request, FunctionStore functions)
    {
        string? sort = request.Query["sort"];
        var byAge = (sort ?? "name").TrimStart('-') is "created_at" or "created";
        return Lists.Of(functions.List(Lists.Range(request, DefaultLimit), request.Query["name"], byAge, descending: sort?.StartsWith('-') == true),
            FunctionView.Short);
    }
}
