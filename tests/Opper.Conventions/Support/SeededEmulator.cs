using System.Net.Http.Headers;
using System.Text;
using Opper.Datasets;
using Opper.Emulator;
using Opper.Functions;
using Opper.Knowledge;
using Opper.Models;
using Opper.Tracing;

namespace Opper.Conventions;

/// <summary>An emulator with one resource of each kind, a method to restore that state, and the IDs for paths.</summary>
internal sealed class SeededEmulator : IAsyncDisposable
{
    private readonly Dictionary<string, string> _ids = [];
    private EmulatorSnapshot _snapshot = null!;

    private SeededEmulator(OpperEmulator emulator)
    {
        Emulator = emulator;
        Http = new HttpClient { BaseAddress = emulator.BaseAddress };
        Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", emulator.ApiKey);
    }

    public OpperEmulator Emulator { get; }

    public HttpClient Http { get; }

    public string this[string parameter] =>
        _ids.TryGetValue(parameter, out var id) ? id : throw new InvalidOperationException($"Nothing is seeded for {parameter}.");

    public static async Task<SeededEmulator> StartAsync()
    {
        var seeded = new SeededEmulator(await OpperEmulator.StartAsync());
        await seeded.SeedAsync();
        seeded._snapshot = seeded.Emulator.Snapshot();
        return seeded;
    }

    public void PutBack() => Emulator.Restore(_snapshot);

    public async ValueTask DisposeAsync()
    {
        _snapshot.Dispose();
        Http.Dispose();
        await Emulator.DisposeAsync();
    }

    private async Task SeedAsync()
    {
        var opper = Emulator.CreateClient();
        var function = await opper.Functions.CreateAsync(new CreateFunctionRequest { Name = "seeded/capital", Instructions = "Name the capital." });
        _ids["function_id"] = function.Id;
        _ids["revision_id"] = function.RevisionId!;
        _ids["dataset_id"] = function.DatasetId!;
        var call = await opper.Functions.CallAsync(function.Id, new CallFunctionRequest { Input = "Norway" });
        _ids["span_id"] = call.SpanId;
        _ids["trace_id"] = (await opper.Spans.GetAsync(call.SpanId)).TraceId!;
        _ids["metric_id"] = (await opper.SpanMetrics.CreateAsync(call.SpanId, new CreateSpanMetricRequest { Dimension = "seeded", Value = 1 })).Id;
        _ids["entry_id"] = (await opper.Datasets.CreateEntryAsync(function.DatasetId!,
            new CreateDatasetEntryRequest { Input = "Sweden", Output = "Stockholm" })).Id;
        var manuals = await opper.Knowledge.CreateAsync(new CreateKnowledgeBaseRequest { Name = "seeded" });
        _ids["knowledge_base_id"] = manuals.Id;
        await opper.Knowledge.AddDocumentAsync(manuals.Id,
            new AddDocumentRequest { Key = "seeded", Content = "Hold the button.", Metadata = new { lang = "en" } });
        _ids["document_key"] = "seeded";
        using var file = new MemoryStream("Hold the button for ten seconds."u8.ToArray());
        _ids["file_id"] = (await opper.Knowledge.UploadFileAsync(manuals.Id, file, "seeded.txt",
            new UploadFileOptions { Route = KnowledgeUploadRoute.Direct })).Id;
        _ids["upload_id"] = await UploadAsync($"/v2/knowledge/{manuals.Id}/upload-url?filename=a.txt");
        _ids["model_id"] = (await opper.CustomModels.CreateAsync(new CreateCustomModelRequest { Name = "seeded", Identifier = "azure/gpt-5" })).Id;
        _ids["alias_id"] = (await opper.ModelAliases.CreateAsync(new CreateModelAliasRequest { Name = "seeded", FallbackModels = ["openai/gpt-4o"] })).Id;
        _ids["name"] = _ids["knowledge_base_name"] = "seeded";
    }

    private async Task<string> UploadAsync(string path)
    {
        var target = JObject.Parse(await Http.GetStringAsync(path));
        using var anonymous = new HttpClient();
        using var content = new StringContent("Press it twice.", Encoding.UTF8, "text/plain");
        (await anonymous.PutAsync((string)target["url"]!, content)).EnsureSuccessStatusCode();
        return (string)target["upload_id"]!;
    }
}
