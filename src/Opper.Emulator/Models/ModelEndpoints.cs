namespace Opper.Emulator.Models;

internal static class ModelEndpoints
{
    public static void MapModels(this IEndpointRouteBuilder app, NamedStore customModels, NamedStore aliases)
    {
        app.MapGet("/v2/models", (HttpRequest request) => Lists.Of(ModelCatalog.All(), request, m => m.WithoutNulls()));
        app.MapNamed("/v2/models/custom", customModels, ShowCustom, Completed);
        app.MapNamed("/v2/models/aliases", aliases, ShowAlias, values => values, "description");
    }

    private static void MapNamed(
        this IEndpointRouteBuilder app, string path, NamedStore store, Func<JsonObject, JsonObject> show, Func<JsonObject, JsonObject> complete,
            params string[] clearable)
    {
        var group = app.MapGroup(path);
        group.MapPost("/", (HttpRequest request) => Wire.Json(show(store.Create(complete(RequestBody.Of(request).Json)))));
        group.MapGet("/", (HttpRequest request) => Lists.Of(store.List(Lists.Range(request)), show));
        group.MapGet("/{id}", (string id) => Wire.Json(show(store.Get(id))));
        group.MapGet("/by-name/{**name}", (HttpContext context, string? name) => Wire.Json(show(store.GetByName(PathTail.After(context, "/by-name/")))));
        group.MapPatch("/{id}", (string id, HttpRequest request) => Wire.Json(show(store.Update(id, RequestBody.Of(request).Json, clearable))));
        group.MapDelete("/{id}", (string id) => Wire.NoContent(() => store.Delete(id)));
    }

    // The default provider is the first part of the identifier.
    private static JsonObject Completed(JsonObject values)
    {
        values["provider"] ??= ((string)values["identifier"]!).Split('/') is [var provider, _, ..] ? provider : null;
        values["type"] ??= "llm";
        values["extra"] ??= new JsonObject();
        return values;
    }

    private static JsonObject ShowCustom(JsonObject model) => model.Pick("id", "name", "identifier", "extra", "provider", "type");

    private static JsonObject ShowAlias(JsonObject alias) => alias.Pick("id", "name", "fallback_models", "description");
}
