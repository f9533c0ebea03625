using System.Numerics;
using System.Text;
using System.Text.Json;
using Opper.Chat;

namespace Opper.Fuzz;

/// <summary>Streams that each have one defect, read in every way: only the library's own exceptions, within the limits on time and memory.</summary>
public sealed class HostileStreams
{
    private const string Stop = "\"stop\"";

    private static readonly ChatCompletionRequest Chat = new() { Messages = { ChatMessage.User("hi") } };

    private static IEnumerable<TestCaseData> Streams()
    {
        foreach (var index in new[] { "9999", "2147483647", "-1", "1e400", "\"3\"", "null", "{}" })
        {
            yield return Case($"A choice of index {index}", Choice("{\"content\":\"a\"}", Stop, index));
            yield return Case($"A tool call of index {index}",
                Choice($"{{\"tool_calls\":[{{\"index\":{index},\"id\":\"t\",\"function\":{{\"name\":\"f\",\"arguments\":\"{{}}\"}}}}]}}", "\"tool_calls\""));
            yield return Case($"A part of index {index}", Choice($"{{\"x\":[{{\"index\":{index},\"z\":\"a\"}}]}}", Stop));
        }

        yield return Case("Gaps of tool calls in many choices",
            string.Concat(Enumerable.Range(0, 50).Select(static i => Choice("{\"tool_calls\":[{\"index\":9000}]}", Stop, $"{i}"))));
        yield return Case("Gaps of parts one after another",
            string.Concat(Enumerable.Range(0, 500).Select(static i => Choice($"{{\"x\":[{{\"index\":{i * 1000},\"z\":\"a\"}}]}}"))));
        foreach (var delta in new[]
        {
            "null",
            "\"x\"",
            "[]",
            "{\"tool_calls\":[null]}",
            "{\"tool_calls\":{\"a\":1}}",
            "{\"tool_calls\":[{\"function\":null}]}",
            "{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":{\"a\":1}}}]}",
            "{\"content\":{\"a\":1}}",
            "{\"content\":[{\"type\":\"text\",\"text\":\"x\"}]}",
            "{\"role\":[]}",
            "{\"\\ud83d\":1}",
            "{\"x\":" + Times("[", 300) + Times("]", 300) + "}",
        })
        {
            yield return Case($"A chat whose delta is {delta[..Math.Min(delta.Length, 60)]}",
                Choice(delta) + Choice("{\"content\":\"x\"}") + Choice("{}", Stop));
        }

        foreach (var part in new[]
        {
            "\"usage\":{\"prompt_tokens\":1e400}",
            "\"usage\":[]",
            "\"created\":99999999999999999999",
            "\"created\":-99999999999999",
            "\"id\":{},\"model\":[]",
        })
        {
            yield return Case($"A chat with {part}", $"data: {{{part},\"choices\":[]}}\n\n" + Choice("{}", Stop));
        }

        yield return Case("Choices that are none",
            "data: {\"choices\":null}\n\ndata: {\"choices\":{}}\n\ndata: {\"choices\":[null]}\n\ndata: {\"choices\":[1]}\n\n");
        foreach (var number in new[] { Times("7", 2000), "1e999", "1e999999999", "1e-999999999", "-", "01" })
        {
            yield return Case($"The number {number[..Math.Min(number.Length, 20)]}", Piece(number, "Count") + Piece(number, "Free"));
            yield return Case($"The number {number[..Math.Min(number.Length, 20)]} as text",
                Piece($"\"{number}\"", "Count") + Piece($"\"{number}\"", "Numbers[0]"));
        }

        yield return Case("Digits one by one", Times(Piece("\"7\"", "Count"), 2000));
        foreach (var path in new[]
        {
            Times("a.", 25_000) + "a",
            "Free" + Times("[0]", 10_000),
            "Free" + Times(".a", 20_000),
            "Numbers[2147483647]",
            "Numbers[99999999999999999999]",
            "Numbers[-1]",
            "Map['a",
            "Map['" + Times("\\\\", 20_000) + "']",
            Times(".", 20_000),
            Times("[", 20_000),
            "Map.\ud83d",
        })
        {
            yield return Case($"The path {path[..Math.Min(path.Length, 20)]} of {path.Length}", Piece("\"x\"", path));
        }

        yield return Case("Gaps of a list", string.Concat(Enumerable.Range(1, 200).Select(static i => Piece("1", $"Numbers[{i * 1000}]"))));
        yield return Case("Gaps of many lists", string.Concat(Enumerable.Range(1, 200).Select(static i => Piece("1", $"Free.a{i}[{i * 1000}]"))));
        yield return Case("Nested JSON text", Piece(JsonSerializer.Serialize("{\"Free\":" + Times("{\"a\":", 12_000))));
        yield return Case("Nested JSON text one by one", Times(Piece("\"[\""), 5_000));
        yield return Case("Nested JSON", Piece(Times("[", 300) + Times("]", 300), "Free"));
        yield return Case("Errors of any kind", "data: {\"chunk_type\":{},\"error_type\":[],\"error_message\":{}}\n\ndata: {\"error\":[1]}\n\n");
        yield return Case("A nested error", "data: {\"error\":" + Times("[", 300) + Times("]", 300) + "}\n\n");
        yield return Case("Facts of no use", "data: {\"delta\":\"a\",\"span_id\":{},\"json_path\":5,\"response\":{\"usage\":5,\"cost\":\"x\"}}\n\n");
        yield return Case("A NUL", "data: \0\n\n");
        yield return Case("A line without end", "data: {\"delta\":\"" + new string('a', 200_000) + "\"}\n\n");
        yield return Case("Lines of nothing", Times("\n", 50_000) + Times(": c\n\n", 10_000) + Times("data: \n", 10_000) + "\n");
        yield return Case("UTF-16", [0xFF, 0xFE, .. Encoding.Unicode.GetBytes(Piece("\"a\""))]);
        yield return Case("Bytes that are not UTF-8",
            [.. "data: {\"delta\":\""u8, 0xFF, 0xC0, 0xED, 0xA0, 0x80, .. "\",\"json_path\":\"Free."u8, 0xFF, .. "\"}\n\n"u8]);
    }

    [TestCaseSource(nameof(Streams))]
    public async Task Hostile_streams_throw_only_library_exceptions(byte[] events)
    {
        foreach (var read in Roads())
        {
            await Fuzzing.CheckAsync(() => read(PiecesHandler.Client(events, "text/event-stream")));
        }
    }

    private static IEnumerable<Func<OpperClient, Task>> Roads()
    {
        yield return static client =>
            Fuzzing.OutcomeAsync(async () => (await client.StreamAsync(new CallRequest { Name = "n" }).GetFinalResultAsync()).Text ?? string.Empty);
        yield return static client => Fuzzing.OutcomeAsync(async () => string.Concat(await client.StreamTextAsync("n").ToListAsync()));
        yield return LookAsync<Types.Wide>;
        yield return LookAsync<Dictionary<string, object>>;
        yield return LookAsync<BigInteger>;
        yield return static client => Fuzzing.OutcomeAsync(async () => JsonSerializer.Serialize(await client.Chat.StreamAsync(Chat).GetFinalCompletionAsync()));
        yield return static client => Fuzzing.OutcomeAsync(async () => string.Concat(await client.Chat.StreamAsync(Chat).TextAsync().ToListAsync()));
    }

    private static Task LookAsync<T>(OpperClient client) => Fuzzing.OutcomeAsync(async () =>
    {
        await foreach (var partial in client.StreamAsync<T>("n"))
        {
            _ = (partial.Value, partial.Path, partial.CompleteMembers);
        }

        return string.Empty;
    });

    private static TestCaseData Case(string name, string events) => Case(name, Encoding.UTF8.GetBytes(events));

    private static TestCaseData Case(string name, byte[] events) => new TestCaseData(events).SetName(name.Replace('"', '\'').Replace('.', '·'));

    private static string Choice(string delta, string finishReason = "null", string index = "0") =>
        $"data: {{\"id\":\"c\",\"created\":1,\"model\":\"m\",\"choices\":[{{\"index\":{index},\"delta\":{delta},\"finish_reason\":{finishReason}}}]}}\n\n";

    private static string Piece(string delta, string? path = null) =>
        $"data: {{\"delta\":{delta}{(path is null ? string.Empty : $",\"json_path\":{JsonSerializer.Serialize(path)}")}}}\n\n";

    private static string Times(string text, int count) => string.Concat(Enumerable.Repeat(text, count));
}
