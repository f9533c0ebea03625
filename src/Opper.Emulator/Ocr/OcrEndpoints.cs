namespace Opper.Emulator.Ocr;

/// <summary>Emulates OCR: returns the text that a document contains as text, page by page. Images are not recognized; their pages say so.</summary>
internal static class OcrEndpoints
{
    private const decimal CostPerPage = 0.001m;
    private const string ListedModel = "mistral/mistral-ocr-latest";

    public static void MapOcr(this IEndpointRouteBuilder app, OcrSource source, UsageStore usage, TimeProvider time)
    {
        app.MapPost("/v2/ocr", async (HttpRequest request) =>
        {
            var body = RequestBody.Of(request);
            body.AtLeast(0, "image_limit");
            body.AtLeast(0, "image_min_size");
            body.ThrowIfInvalid();
            var input = await source.ReadAsync(body.Object("document")!, request.HttpContext.RequestAborted);
            var pages = Asked(body, Read(input));
            var cost = ModelCatalog.Cost(CostPerPage * pages.Count);
            usage.Add(time.GetUtcNow(), "ocr", body.Required("model"), new TokenUsage(0, pages.Sum(p => TokenUsage.Tokens(p.Page.Markdown))), cost, null);
            return Wire.Json(new JsonObject
            {
                ["id"] = Wire.NewId(),
                ["model"] = body.Required("model"),
                ["pages"] = new JsonArray([.. pages.Select(p => Show(p.Index, p.Page, body))]),
                ["usage_info"] = new JsonObject { ["pages_processed"] = pages.Count, ["doc_size_bytes"] = input.Content.Length },
                ["cost"] = cost,
            });
        });
        app.MapGet("/v2/ocr/models", () => Lists.Of((1, [new JsonObject
        {
            ["hosting_provider"] = "mistral",
            ["name"] = ListedModel,
            ["location"] = "eu",
            ["cost_per_page"] = CostPerPage,
        }])));
    }

    private static IReadOnlyList<DocumentPage> Read(OcrInput input)
    {
        try
        {
            return DocumentReader.Pages(input.Content, input.ContentType, input.Name);
        }
        catch (UnreadableDocumentException unreadable)
        {
            throw ApiException.BadRequest(unreadable.Message);
        }
    }

    private static List<(int Index, DocumentPage Page)> Asked(RequestBody body, IReadOnlyList<DocumentPage> all)
    {
        if (body.Array("pages") is not { } asked)
        {
            return [.. all.Index()];
        }

        for (var i = 0; i < asked.Count; i++)
        {
            if ((int)(double)asked[i]! is var page && (page < 0 || page >= all.Count))
            {
                body.Fail("value_error", ["body", "pages", i],
                    string.Create(CultureInfo.InvariantCulture, $"The document has the pages 0 to {all.Count - 1}"), asked[i]);
            }
        }

        body.ThrowIfInvalid();
        return [.. asked.Select(p => (int)(double)p!).Distinct().Select(p => (p, all[p]))];
    }

    private static JsonObject Show(int index, DocumentPage page, RequestBody body) => new()
    {
        ["index"] = index,
        ["markdown"] = page.Markdown,
        ["dimensions"] = page.Size is { } size ? new JsonObject { ["dpi"] = size.Dpi, ["height"] = size.Height, ["width"] = size.Width } : null,
        ["images"] = new JsonArray([.. page.Images
            .Where(i => Math.Min(i.Right - i.Left, i.Bottom - i.Top) >= (body.Integer("image_min_size") ?? 0))
            .Take(body.Integer("image_limit") ?? int.MaxValue)
            .Select(i => Show(i, body.Boolean("include_image_base64") == true))]),
    };

    private static JsonObject Show(PageImage image, bool withContent) => new()
    {
        ["id"] = image.Id,
        ["top_left_x"] = image.Left,
        ["top_left_y"] = image.Top,
        ["bottom_right_x"] = image.Right,
        ["bottom_right_y"] = image.Bottom,
        ["image_base64"] = withContent && image.Content is { } content ? Convert.ToBase64String(content) : null,
    };
}
