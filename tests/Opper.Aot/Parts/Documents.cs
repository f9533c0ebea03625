using Microsoft.Extensions.AI;
using Opper.Embeddings;
using Opper.Ocr;
using Opper.Rerank;

namespace Opper.Aot.Parts;

internal static class Documents
{
    public static async Task RunAsync(OpperClient opper, Report report)
    {
        report.Got("Embeddings_Create",
            await opper.Embeddings.CreateAsync(new CreateEmbeddingRequest { Input = new[] { "Oslo", "Bergen" }, Model = "openai/text-embedding-3-small" }));
        report.Got("Ocr_ListModels", await opper.Ocr.ListModelsAsync());
        report.Got("Ocr_Process", await opper.Ocr.ProcessAsync(new OcrRequest { Model = "mistral/mistral-ocr-latest",
            Document = new OcrDocument { Type = OcrDocumentType.DocumentUrl, DocumentUrl = "data:text/plain;base64,SG9sZCB0aGUgYnV0dG9uLg==" } }));
        report.Got("Rerank_ListModels", await opper.Rerank.ListModelsAsync());
        report.Got("Rerank_Rerank", await opper.Rerank.RerankAsync(new RerankRequest { Model = "cohere/rerank-v3.5", Query = "capital of Norway",
            Documents = [new RerankDocument { Text = "Bergen is a city." }, new RerankDocument { Text = "Oslo is the capital of Norway." }] }));
        var texts = RawJson.Parse("""["Bergen", "Oslo is the capital."]""").ToJsonElement();
        var question = new AIFunctionArguments { ["query"] = "capital of Norway", ["documents"] = texts };
        report.Text("ranking as a tool", $"{await opper.Rerank.AsAIFunction("cohere/rerank-v3.5").InvokeAsync(question)}");
        var document = new AIFunctionArguments { ["url"] = "data:text/plain;base64,SG9sZCB0aGUgYnV0dG9uLg==" };
        report.Text("OCR as a tool", $"{await opper.Ocr.AsAIFunction("mistral/mistral-ocr-latest").InvokeAsync(document)}");
        report.Got("Analytics_GetUsage", await opper.Analytics.GetUsageAsync());
    }
}
