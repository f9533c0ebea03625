using Opper.Datasets;
using Opper.Functions;

namespace Opper.Aot.Parts;

internal static class Datasets
{
    public static async Task RunAsync(OpperClient opper, Report report)
    {
        var function = await opper.Functions.CreateAsync(new CreateFunctionRequest { Name = "aot/examples", Instructions = "Name the capital." });
        var id = function.DatasetId!;
        var entry = await opper.Datasets.CreateEntryAsync(id, new CreateDatasetEntryRequest { Input = "Sweden", Output = "Stockholm" });
        report.Got("Datasets_CreateEntry", entry);
        report.Got("Datasets_CreateEntryReferenceForm", await opper.Datasets.CreateEntryReferenceFormAsync(id,
            new CreateDatasetEntryRequest { Input = new Dictionary<string, string> { ["country"] = "Norway" }, Output = "Oslo", Comment = "by hand" }));
        report.Got("Datasets_ListEntries", await opper.Datasets.ListEntriesAsync(id));
        report.Got("Datasets_GetEntry", await opper.Datasets.GetEntryAsync(id, entry.Id));
        report.Got("Datasets_UpdateEntry", await opper.Datasets.UpdateEntryAsync(id, entry.Id, new UpdateDatasetEntryRequest { Comment = "checked" }));
        report.Got("Datasets_QueryEntries", await opper.Datasets.QueryEntriesAsync(id, "Sweden"));
        report.Got("Datasets_QueryEntriesReferenceForm",
            await opper.Datasets.QueryEntriesReferenceFormAsync(id, new QueryDatasetRequest { Query = "Norway", Limit = 1 }));
        await opper.Datasets.DeleteEntryAsync(id, entry.Id);
        report.Done("Datasets_DeleteEntry");
    }
}
