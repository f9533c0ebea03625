using System.Text.Json;
using System.Text.Json.Nodes;
using Opper;
using Opper.Extensions.AI;
using Opper.Ocr;
using Opper.Rerank;

namespace Microsoft.Extensions.AI;

/// <summary>Creates tools that read documents and rank texts.</summary>
public static class OpperDocumentTools
{
    private const string OcrSchema = """
        {"type":"object","properties":{
          "url":{"type":"string","description":"Address of a document or an image on the web."},
          "is_image":{"type":"boolean","description":"Whether it is an image rather than a document such as a PDF."},
          "pages":{"type":"array","items":{"type":"integer"},"description":"The pages to read, counted from 0. All, when left out."}},
         "required":["url"],"additionalProperties":false}
        """;

    private const string RerankSchema = """
        {"type":"object","properties":{
          "query":{"type":"string","description":"What the texts are ranked by."},
          "documents":{"type":"array","items":{"type":"string"},"description":"The texts."}},
         "required":["query","documents"],"additionalProperties":false}
        """;

    /// <summary>Creates a tool that reads the text of a document on the web. <c>POST /v2/ocr</c>. The service downloads it from the model's URL.</summary>
    /// <param name="ocr">The OCR client.</param>
    /// <param name="model">The OCR model, such as <c>mistral/mistral-ocr-latest</c>.</param>
    /// <param name="name">The name of the tool. Default: <c>read_document</c>.</param>
    /// <returns>The tool, which returns the pages as Markdown.</returns>
    public static AIFunction AsAIFunction(this OcrClient ocr, string model, string name = "read_document")
    {
        _ = ocr ?? throw new ArgumentNullException(nameof(ocr));
        _ = model ?? throw new ArgumentNullException(nameof(model));
        return new OpperTool(OpperTool.ToolName(name), "Reads the text of a document or an image on the web.", OpperTool.Json(OcrSchema), null,
            async (arguments, cancellationToken) =>
        {
            var url = OpperTool.Text(arguments, "url");
            var isImage = arguments.TryGetValue("is_image", out var image) && AIJson.WriteText(image) == "true";
            var request = new OcrRequest
            {
                Model = model,
                Document = isImage ? new OcrDocument { Type = OcrDocumentType.ImageUrl, ImageUrl = url }
                    : new OcrDocument { Type = OcrDocumentType.DocumentUrl, DocumentUrl = url },
                Pages = arguments.TryGetValue("pages", out var pages) && pages is not null
                    ? Items(pages).Where(static page => page.ValueKind == JsonValueKind.Number).Select(static page => page.GetInt32()).ToList()
                    : null,
            };
            var response = await ocr.ProcessAsync(request, cancellationToken: cancellationToken).ConfigureAwait(false);
            return string.Join("\n\n", response.Pages.Select(static page => page.Markdown));
        });
    }

    /// <summary>Creates a tool that ranks texts by relevance to a query. <c>POST /v2/rerank</c>.</summary>
    /// <param name="rerank">The rerank client.</param>
    /// <param name="model">The rerank model, such as <c>cohere/rerank-v3.5</c>.</param>
    /// <param name="topK">The maximum number of texts to return. Default: all.</param>
    /// <param name="name">The name of the tool. Default: <c>rank_documents</c>.</param>
    /// <returns>The tool, which returns the texts with their positions and scores, the best first.</returns>
    public static AIFunction AsAIFunction(this RerankClient rerank, string model, int? topK = null, string name = "rank_documents")
    {
        _ = rerank ?? throw new ArgumentNullException(nameof(rerank));
        _ = model ?? throw new ArgumentNullException(nameof(model));
        return new OpperTool(OpperTool.ToolName(name), "Ranks texts by how well they answer a question.", OpperTool.Json(RerankSchema), null,
            async (arguments, cancellationToken) =>
        {
            var texts = Items(OpperTool.Argument(arguments, "documents"))
                .Select(static item => item.ValueKind == JsonValueKind.String ? item.GetString()! : item.GetRawText()).ToList();
            var request = new RerankRequest
            {
                Query = OpperTool.Text(arguments, "query"),
                Model = model,
                TopK = topK,
                ReturnDocuments = false,
                Documents = texts.Select(static text => (RerankDocument?)new RerankDocument { Text = text }).ToList(),
            };
            var response = await rerank.RerankAsync(request, cancellationToken: cancellationToken).ConfigureAwait(false);
            return OpperTool.Json(new JsonArray([.. response.Results.Select(result => (JsonNode)new JsonObject
            {
                ["index"] = result.Index,
                ["text"] = result.Index >= 0 && result.Index < texts.Count ? texts[result.Index] : null,
                ["score"] = result.RelevanceScore,
            })]).ToJsonString());
        });
    }

    // Models may pass a single item without a list.
    private static JsonElement.ArrayEnumerator Items(object value)
    {
        var json = OpperTool.Json(AIJson.Write(value));
        return (json.ValueKind == JsonValueKind.Array ? json : OpperTool.Json($"[{json.GetRawText()}]")).EnumerateArray();
    }
}
