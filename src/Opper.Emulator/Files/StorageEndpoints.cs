using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Opper.Emulator.Http;

namespace Opper.Emulator.Files;

/// <summary>Where presigned URLs lead: a storage in the manner of S3, which knows no API keys.</summary>
internal static class StorageEndpoints
{
    public const string Root = "/_emulator/storage";

    public static void MapStorage(this IEndpointRouteBuilder app, FileStore files, UrlSigner signer, int maxBytes)
    {
        app.MapPost(Root, async (HttpRequest request) =>
        {
            RefuseSecondAuthentication(request);
            var form = await MultipartForm.ReadAsync(request, maxBytes);
            if (form.File is null || form.HasFieldsAfterFile)
            {
                throw ApiException.BadRequest("The form must end with the part called file");
            }

            files.Receive(signer.Check(form.Fields), form.File);
            return TypedResults.NoContent();
        });
        app.MapPut(Root + "/{id}", async (string id, HttpRequest request) =>
        {
            RefuseSecondAuthentication(request);
            signer.Check(request, id);
            if (request.ContentLength is null)
            {
                throw ApiException.BadRequest(StatusCodes.Status411LengthRequired, "The Content-Length header is missing");
            }

            files.Receive(id, await BoundedBody.ReadAsync(request.Body, maxBytes, "The file", request.HttpContext.RequestAborted));
            return TypedResults.Ok();
        });
        app.MapGet(Root + "/{id}", (string id, HttpRequest request) =>
        {
            RefuseSecondAuthentication(request);
            signer.Check(request, id);
            var (file, content) = files.Content(id);
            return TypedResults.File(content, (string?)file["content_type"] ?? "application/octet-stream", (string)file["original_filename"]!, enableRangeProcessing: true);
        });
    }

    // S3 refuses so too, which tells a client that gives its key away.
    public static void RefuseSecondAuthentication(HttpRequest request)
    {
        if (request.Headers.Authorization.Count > 0)
        {
            throw ApiException.BadRequest("The URL is signed: the request must not carry an Authorization header, and the API key must not be sent here");
        }
    }
}
