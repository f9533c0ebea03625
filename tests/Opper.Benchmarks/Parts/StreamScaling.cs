using System.Globalization;
using System.Text;
using Opper.Chat;

namespace Opper.Benchmarks;

/// <summary>Whether an event costs the same in a stream four times as long: from its bytes to the final result, for each kind of answer.</summary>
internal static class StreamScaling
{
    private const int Events = 2_500;
    private const int Factor = 4;
    private const int Runs = 15;
    private const double Limit = 1.3;

    private static readonly CallRequest Request = new() { Name = "n", Input = "x" };

    /// <returns>0 when each kind keeps within 1.3; otherwise 1.</returns>
    public static async Task<int> RunAsync()
    {
        (string Name, Func<int, string> Event, Func<OpperClient, Task> Read)[] rows =
        [
            ("text", static _ => Event(null, "\"word \""), static opper => opper.StreamTextAsync(Request).CountAsync().AsTask()),
            ("chunks of text, put together", static _ => Event(null, "\"word \""), static opper => opper.StreamAsync(Request).GetFinalResultAsync()),
            ("fields, untyped", static i => Event($"f{i}", "\"word\""), static opper => opper.StreamAsync(Request).GetFinalResultAsync()),
            ("items, untyped", static i => Event($"items[{i}].name", "\"word\""), static opper => opper.StreamAsync(Request).GetFinalResultAsync()),
            ("numbers, untyped", static i => Event($"items[{i}]", "12345.678"), static opper => opper.StreamAsync(Request).GetFinalResultAsync()),
            ("items, typed, looked at each step", static i => Event($"Items[{i}].Name", "\"word\""), static opper => LookAsync<Shelf>(opper)),
            ("text of one field, typed, looked at each step", static _ => Event("Title", "\"word \""), static opper => LookAsync<Page>(opper)),
            ("fields, typed, looked at each step", static i => Event($"f{i}", "\"word\""), static opper => LookAsync<Dictionary<string, string>>(opper)),
            ("digits, typed, looked at each "
                + "step", static i => Event(null, i == 0 ? "\"{\\\"Items\\\":[{\\\"Number\\\":1\"" : i % 500 == 0 ? "\"},{\\\"Number\\\":1\"" : "\"7\""),
                static opper => LookAsync<Ledger>(opper)),
            ("array of texts, looked at each step", static i => Event($"Names[{i}]", "\"word\""), static opper => LookAsync<Register>(opper)),
            ("chat, put together", static _ => "data: {\"id\":\"c\",\"created\":1,\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"word "
                + "\",\"reasoning\":\"so \"},\"finish_reason\":\"stop\"}]}\n\n",
                static opper => opper.Chat.StreamAsync(new ChatCompletionRequest { Messages = { ChatMessage.User("x") } }).GetFinalCompletionAsync()),
            ("chat of two choices, put together", static i => Choice(i % 2, "\"content\":\"word \""),
                static opper => opper.Chat.StreamAsync(new ChatCompletionRequest { Messages = { ChatMessage.User("x") } }).GetFinalCompletionAsync()),
            ("tool call whose name is repeated, put together",
                static i => Choice(0, $"\"tool_calls\":[{{\"index\":0,\"function\":{{\"name\":\"f\",\"arguments\":\"{(i == 0 ? "[" : "{},")}\"}}}}]"),
                static opper => opper.Chat.StreamAsync(new ChatCompletionRequest { Messages = { ChatMessage.User("x") } }).GetFinalCompletionAsync()),
            ("nested free JSON, looked at each step", static i => Event($"a[{i / 50}].b[{i % 50}].c", "\"word\""),
                static opper => LookAsync<Dictionary<string, object>>(opper)),
            ("JSON text of free JSON, looked at each step",
                static i => Event(null, i == 0 ? "\"{\\\"a\\\":[{}\"" : "\",{\\\"b\\\":[1,{\\\"c\\\":\\\"x\\\"}]}\""),
                static opper => LookAsync<Dictionary<string, object>>(opper)),
        ];
        Console.WriteLine($"{Events:N0} and {Factor * Events:N0} events; processor time per event in µs, the least of {Runs} runs.");
        var worst = 0.0;
        foreach (var row in rows)
        {
            var few = await MeasureAsync(row.Event, row.Read, Events);
            var many = await MeasureAsync(row.Event, row.Read, Factor * Events);
            worst = Math.Max(worst, many / few);
            Console.WriteLine($"{row.Name}: {few:0.00}, {many:0.00}, ratio {many / few:0.00} (at most {Limit:0.0})");
        }

        return worst <= Limit ? 0 : 1;
    }

    private static string Choice(int index, string delta) =>
        $"data: {{\"id\":\"c\",\"created\":1,\"model\":\"m\",\"choices\":[{{\"index\":{index},\"delta\":{{{delta}}},\"finish_reason\":\"stop\"}}]}}\n\n";

    private static async Task<double> MeasureAsync(Func<int, string> makeEvent, Func<OpperClient, Task> read, int events)
    {
        var body = new StringBuilder();
        for (var i = 0; i < events; i++)
        {
            body.Append(makeEvent(i));
        }

        var opper = StubHandler.Client(body.ToString(), "text/event-stream");
        var least = double.MaxValue;
        for (var run = 0; run < Runs + 5; run++)
        {
            GC.Collect();
            var start = Environment.CpuUsage.TotalTime;
            await read(opper);
            least = Math.Min(least, (Environment.CpuUsage.TotalTime - start).TotalMicroseconds / events);
        }

        return least;
    }

    // The last event may not end JSON text: what is measured has come by then.
    private static async Task LookAsync<T>(OpperClient opper)
    {
        try
        {
            await foreach (var partial in opper.StreamAsync<T>("n"))
            {
                GC.KeepAlive(partial.Value);
            }
        }
        catch (OpperStreamException exception) when (exception.IsTruncated)
        {
        }
    }

    private static string Event(string? path, string delta) =>
        string.Create(CultureInfo.InvariantCulture,
            $"data: {{\"delta\": {delta}{(path is null ? string.Empty : $", \"json_path\": \"{path}\"")}, \"chunk_type\": \"text\"}}\n\n");

    public sealed record Shelf(List<Book> Items);

    public sealed record Book(string Name);

    public sealed record Page(string Title);

    public sealed record Ledger(List<Entry> Items);

    public sealed record Entry(System.Numerics.BigInteger Number);

    public sealed record Register(string[] Names);
}
