using System.Text;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.VectorData;
using Opper.Knowledge;

namespace Opper.Aot.Parts;

internal static class Knowledge
{
    public static async Task RunAsync(OpperClient opper, Report report)
    {
        var knowledge = opper.Knowledge;
        var manuals = await knowledge.CreateAsync(new CreateKnowledgeBaseRequest { Name = "aot-manuals" });
        report.Got("Knowledge_Create", manuals);
        report.Got("Knowledge_List", await knowledge.ListAsync());
        report.Got("Knowledge_Get", await knowledge.GetAsync(manuals.Id));
        report.Got("Knowledge_GetByName", await knowledge.GetByNameAsync(manuals.Name!));
        report.Got("Knowledge_AddDocument", await knowledge.AddDocumentAsync(manuals.Id, new AddDocumentRequest { Key = "reset",
            Content = "Hold the button for ten seconds to reset.", Metadata = new Dictionary<string, object?> { ["lang"] = "en", ["year"] = 2026 } }));
        report.Got("Knowledge_Query", await knowledge.QueryAsync(manuals.Id,
            new QueryKnowledgeRequest { Query = "How do I reset it?", TopK = 3, Filters = Filter.Where("lang") == "en" }));
        var search = await knowledge.AsAIFunctionAsync(manuals.Name!, filters: Filter.Where("lang") == "en");
        report.Text("a knowledge base as a tool", $"{search.Name} {await search.InvokeAsync(new AIFunctionArguments { ["query"] = "reset" })}");
        var year = 2025;
        await foreach (var found in knowledge.AsVectorSearchable(manuals.Id, Types.Default.Manual).SearchAsync("reset", 3,
            new VectorSearchOptions<Manual> { Filter = manual => manual.Lang == "en" && manual.Year > year }))
        {
            report.Text("a knowledge base as IVectorSearchable", $"{found.Record} {found.Score > 0}");
        }

        report.Got("Knowledge_GetDocument", await knowledge.GetDocumentAsync(manuals.Id, "reset"));

        using var file = new MemoryStream("Press it twice."u8.ToArray());
        var uploaded = await knowledge.UploadFileAsync(manuals.Id, file, "twice.txt",
            new UploadFileOptions { Route = KnowledgeUploadRoute.Direct, Metadata = new Dictionary<string, object?> { ["lang"] = "en" } });
        report.Got("Knowledge_UploadFile", uploaded);
        var sent = 0L;
        report.Got("a presigned upload", await knowledge.UploadFileAsync(manuals.Id, Encoding.UTF8.GetBytes("Press it thrice."), "thrice.txt",
            new UploadFileOptions { Route = KnowledgeUploadRoute.Presigned, WaitForIndexing = true }, new Progress(count => sent = count)));
        report.Text("its progress", $"{sent}");
        report.Got("Knowledge_GetUploadUrl", await knowledge.GetUploadUrlAsync(manuals.Id, "a.txt"));
        report.Got("Knowledge_GetUploadUrlReferenceForm", await knowledge.GetUploadUrlReferenceFormAsync(manuals.Id, "b.txt"));
        report.Got("Knowledge_ListFiles", await knowledge.ListFilesAsync(manuals.Id));
        report.Got("Knowledge_GetDownloadUrl", await knowledge.GetDownloadUrlAsync(manuals.Id, uploaded.Id));
        await knowledge.DeleteFileAsync(manuals.Id, uploaded.Id);
        report.Done("Knowledge_DeleteFile");
        report.Got("Knowledge_DeleteDocuments",
            await knowledge.DeleteDocumentsAsync(manuals.Id, new DeleteDocumentsRequest { Filters = Filter.Where("lang") == "en" }));
        await knowledge.DeleteAsync(manuals.Id);
        report.Done("Knowledge_Delete");
    }

    private sealed class Progress(Action<long> report) : IProgress<long>
    {
        public void Report(long value) => report(value);
    }
}
