namespace Opper.Emulator.Files;

internal static class FileEndpoints
{
    public static void MapFiles(this IEndpointRouteBuilder app, FileStore files, UrlSigner signer, int maxBytes)
    {
        var group = app.MapGroup("/v2/knowledge/{knowledgeId}");
        group.MapGet("/upload_url", (string knowledgeId, HttpRequest request) =>
        {
            var fileName = FileName(request);
            var id = files.CreateUpload(knowledgeId, fileName);
            return Wire.Json(new JsonObject { ["url"] = Here(request)
                + EmulatorPaths.Storage, ["fields"] = signer.Fields(id, fileName, maxBytes), ["id"] = id });
        });
        group.MapGet("/upload-url", (string knowledgeId, HttpRequest request) =>
        {
            var id = files.CreateUpload(knowledgeId, FileName(request));
            return Wire.Json(new JsonObject { ["url"] = Here(request) + signer.Path(HttpMethods.Put, id), ["upload_id"] = id });
        });
        group.MapPost("/register_file", (string knowledgeId, HttpRequest request) =>
        {
            var body = RequestBody.Of(request);
            var chunking = Chunking.Read(body.Object("configuration"), "body", "configuration");
            return Created(files.Register(knowledgeId, body.Required("file_id"), body.Required("filename"), body.Required("content_type"),
                body.Object("metadata"), chunking));
        });
        group.MapPost("/upload", async (string knowledgeId, HttpRequest request) =>
        {
            if (!request.HasFormContentType)
            {
                // The request in the endpoint reference: JSON that registers a file uploaded before.
                var body = RequestBody.Of(request);
                return Created(files.Register(knowledgeId, body.Required("upload_id"), body.String("filename"), null, null, Chunking.Read(null)));
            }

            return Created(Upload(knowledgeId, await MultipartForm.ReadAsync(request, maxBytes), files));
        });
        group.MapGet("/files", (string knowledgeId, HttpRequest request) =>
            Lists.Of(files.List(knowledgeId, Lists.Range(request)), files.Show));
        group.MapGet("/files/{fileId}/download_url", (string knowledgeId, string fileId, HttpRequest request) =>
        {
            var id = (string)files.Get(knowledgeId, fileId)["id"]!;
            return Wire.Json(new JsonObject { ["url"] = Here(request)
                + signer.Path(HttpMethods.Get, id), ["expires_in"] = (int)UrlSigner.Lifetime.TotalSeconds });
        });
        group.MapDelete("/files/{fileId}", (string knowledgeId, string fileId) => Wire.NoContent(() => files.Delete(knowledgeId, fileId)));
    }

    private static string Here(HttpRequest request) => $"{request.Scheme}://{request.Host}";

    private static string FileName(HttpRequest request) => (string)request.Query["filename"]!;

    private static IResult Created(JsonObject file) => Wire.Json(file, StatusCodes.Status201Created);

    private static JsonObject Upload(string knowledgeId, MultipartForm form, FileStore files)
    {
        // All errors in the form are reported together.
        var errors = new RequestBody([]);
        errors.FailIf(form.File is null, "missing", "file", "Field required");
        var configuration = new JsonObject();
        foreach (var name in (ReadOnlySpan<string>)["text_processing.chunk_size", "text_processing.chunk_overlap"])
        {
            if (!form.Fields.TryGetValue(name, out var text))
            {
                continue;
            }

            if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
            {
                configuration[name] = number;
            }
            else
            {
                errors.Fail("int_parsing", name, "Input should be a valid integer, unable to parse string as an integer", text);
            }
        }

        var metadata = Metadata(form, errors);
        errors.ThrowIfInvalid();
        return files.Add(knowledgeId, form.FileName ?? "file", form.ContentType, form.File!, metadata, Chunking.Read(configuration, "body"));
    }

    private static JsonObject? Metadata(MultipartForm form, RequestBody errors)
    {
        if (!form.Fields.TryGetValue("metadata", out var text) || text.Length == 0)
        {
            return null;
        }

        try
        {
            if (JsonText.Parse(Encoding.UTF8.GetBytes(text), BoundedBody.FieldLimit) is var json and (null or JsonObject))
            {
                return json as JsonObject;
            }

            errors.Fail("dict_type", "metadata", "Input should be a JSON object as text", text);
        }
        catch (ApiException)
        {
            errors.Fail("json_invalid", "metadata", "Input should be a JSON object as text", text);
        }

        return null;
    }
}
