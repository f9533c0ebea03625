namespace Opper.Emulator.Files;

/// <summary>The target of presigned URLs: an S3-like storage, without API keys.</summary>
internal static class StorageEndpoints
{
    public static void MapStorage(this IEndpointRouteBuilder app, FileStore files, UrlSigner signer, int maxBytes)
    {
        app.MapPost(EmulatorPaths.Storage, async (HttpRequest request) =>
        {
            BearerAuthentication.RefuseOnSignedUrl(request);
            var form = await MultipartForm.ReadAsync(request, maxBytes);
            ApiException.BadRequestIf(form.File is null || form.HasFieldsAfterFile, "The last part of the form must be named file");

            files.Receive(signer.Check(form.Fields), form.File);
            return TypedResults.NoContent();
        });
        app.MapPut(EmulatorPaths.Storage + "/{id}", async (string id, HttpRequest request) =>
        {
            BearerAuthentication.RefuseOnSignedUrl(request);
            signer.Check(request, id);
            ApiException.BadRequestIf(request.ContentLength is null, StatusCodes.Status411LengthRequired, "The Content-Length header is missing");

            files.Receive(id, await BoundedBody.ReadAsync(request.Body, maxBytes, "The file", request.HttpContext.RequestAborted));
            return TypedResults.Ok();
        });
        app.MapGet(EmulatorPaths.Storage + "/{id}", (string id, HttpRequest request) =>
        {
            BearerAuthentication.RefuseOnSignedUrl(request);
            signer.Check(request, id);
            var (file, content) = files.Content(id);
            return TypedResults.File(content, (string?)file["content_type"]
                ?? "application/octet-stream", (string)file["original_filename"]!, enableRangeProcessing: true);
        });
    }
}
