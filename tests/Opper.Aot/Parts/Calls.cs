using System.Text;
using System.Text.Json;

namespace Opper.Aot.Parts;

internal static class Calls
{
    private static readonly CallRequest Plain = new() { Name = "aot/plain", Instructions = "Answer.", Input = "What is the capital of Norway? Oslo." };

    public static async Task RunAsync(OpperClient opper, Report report)
    {
        report.Got("Calls_Call", await opper.Calls.CallAsync(Plain));
        report.Got("Calls_Call with a schema", await opper.Calls.CallAsync(new CallRequest
        {
            Name = "aot/schema",
            Input = new Dictionary<string, object?> { ["text"] = "Oslo, 12 pages, ann@example.org", ["pages"] = new object?[] { 1, 2.5, null, true } },
            OutputSchema = JsonDocument.Parse("""{"type":"object","properties":{"email":{"type":"string"},"pages":{"type":"integer"}}}""").RootElement,
            Examples = [new CallExample { Input = "Bergen", Output = RawJson.Parse("""{"pages":1}""") }],
        }));
        var raw = await opper.Calls.WithRawResponse.CallAsync(Plain);
        report.Text("Calls_Call with its response", $"{(int)raw.StatusCode} {raw.Value.Message}");
        await ReportAsync("Calls_Stream", opper.Calls.StreamAsync(Plain), report);

        var text = new StringBuilder();
        await foreach (var piece in opper.Calls.StreamAsync(Plain).TextAsync())
        {
            text.Append(piece);
        }

        report.Text("Calls_Stream as text", text.ToString());

        try
        {
            await opper.Functions.GetAsync("00000000-0000-0000-0000-000000000000");
        }
        catch (OpperNotFoundException exception)
        {
            report.Text("an error of the API", $"{(int)exception.StatusCode} {exception.Type} {exception.ErrorMessage}");
        }
    }

    public static async Task ReportAsync(string what, OpperStream stream, Report report)
    {
        var chunks = new StringBuilder();
        await foreach (var chunk in stream)
        {
            chunks.AppendLine(JsonSerializer.Serialize(chunk, Answers.Default.StreamChunk));
        }

        report.Text(what, chunks.ToString());
    }
}
