namespace Opper.Emulator.Embeddings;

internal static class EmbeddingEndpoints
{
    public static void MapEmbeddings(this IEndpointRouteBuilder app, EmbeddingService embeddings) =>
        app.MapPost("/v2/embeddings", (HttpRequest request) => Wire.Json(embeddings.Embed(RequestBody.Of(request)).Response));
}
