using Microsoft.Extensions.AI;
using Opper.Functions;

namespace Opper.Aot.Parts;

internal static class Functions
{
    public static async Task RunAsync(OpperClient opper, Report report)
    {
        var function = await opper.Functions.CreateAsync(new CreateFunctionRequest
        {
            Name = "aot-capital",
            Instructions = "Name the capital.",
            OutputSchema = RawJson.Parse(
                """{"type":"object","properties":{"capital":{"type":"string"},"letters":{"type":"integer"}},"required":["capital"]}"""),
            Model = "openai/gpt-4o-mini",
        });
        report.Got("Functions_Create", function);
        report.Got("Functions_List", await opper.Functions.ListAsync());
        report.Got("Functions_Get", await opper.Functions.GetAsync(function.Id));
        report.Got("Functions_GetByName", await opper.Functions.GetByNameAsync(function.Name!));
        report.Got("Functions_Update", await opper.Functions.UpdateAsync(function.Id, new UpdateFunctionRequest { Description = "Capitals." }));
        report.Got("Functions_ListRevisions", await opper.Functions.ListRevisionsAsync(function.Id));
        report.Got("Functions_GetRevision", await opper.Functions.GetRevisionAsync(function.Id, function.RevisionId!));
        report.Got("Functions_Call", await opper.Functions.CallAsync(function.Id, new CallFunctionRequest { Input = "Norway" }));
        report.Got("Functions_CallRevision", await opper.Functions.CallRevisionAsync(function.Id, function.RevisionId!,
            new CallFunctionRequest { Input = new Dictionary<string, object?> { ["country"] = "Norway" } }));
        await Calls.ReportAsync("Functions_Stream", opper.Functions.StreamAsync(function.Id, new CallFunctionRequest { Input = "Norway" }), report);
        await Calls.ReportAsync("Functions_StreamRevision",
            opper.Functions.StreamRevisionAsync(function.Id, function.RevisionId!, new CallFunctionRequest { Input = "Norway" }), report);
        var tool = await opper.Functions.AsAIFunctionAsync(function.Name);
        report.Text("a function as a tool", $"{tool.Name} {tool.JsonSchema} {await tool.InvokeAsync(new AIFunctionArguments { ["input"] = "Norway" })}");
        await opper.Functions.DeleteAsync(function.Id);
        report.Done("Functions_Delete");

        for (var i = 0; i < 7; i++)
        {
            await opper.Functions.CreateAsync(new CreateFunctionRequest { Name = $"aot/page/{i}", Instructions = "Answer." });
        }

        var names = new List<string>();
        await foreach (var summary in opper.Functions.ListAllAsync(pageSize: 3))
        {
            names.Add(summary.Name!);
        }

        report.Got("paging", names);
    }
}
