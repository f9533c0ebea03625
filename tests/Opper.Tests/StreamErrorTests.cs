using Opper.Chat;

namespace Opper.Tests;

/// <summary>A stream that carries an error never ends as a whole one: any name of the event, any body, anywhere, read in any way.</summary>
public sealed class StreamErrorTests
{
    private const string Piece = "data: {\"delta\": \"Hello\"}\n\n";
    private const string Choice = "data: {\"id\": \"c\", \"created\": 1, \"model\": \"m\", \"choices\": [{\"index\": 0, \"delta\": {\"content\": \"Hello\"}, "
        + "\"finish_reason\": \"stop\"}]}\n\n";

    private static readonly CallRequest Request = new() { Name = "greet", Input = "Ann" };

    private static readonly string[] Names = ["event: error\n", "event:error\n", "event: ERROR\n", "event:  Error \n", "id: 1\nevent: error\nretry: 5\n"];

    private static readonly string[] OtherNames = ["", "event: message\n", "event: ping\n", "event: exception\n"];

    private static readonly string[] AnyData =
        ["", "data\n", "data:\n", "data: \n", "data: gone\n",
            "data: null\n", "data: {}\n", "data: []\n", "data: \"gone\"\n", "data: {\"delta\": \"x\"}\n", ": x\n"];

    private static readonly string[] ErrorData =
    [
        "{\"detail\": \"gone\"}", "{\"detail\": [{\"loc\": [\"body\"], \"msg\": \"gone\"}]}", "{\"message\": \"gone\"}",
        "{\"type\": \"ServerError\", \"message\": \"gone\"}", "{\"type\": \"ThrottlingException\", \"message\": \"gone\"}",
        "{\"type\": \"insufficient_quota\", \"message\": \"gone\"}", "{\"type\": \"rate_limit\", \"message\": \"gone\"}",
        "{\"\\ud83d in front\": 1, \"error\": \"gone\"}",
        "{\"error\": {\"\\ud83d in front\": 1, \"message\": \"gone\"}}",
        "{\"code\": 503, \"message\": \"gone\", \"delta\": null}", "{\"detail\": \"gone\", \"delta\": \"\"}", "{\"errors\": [\"gone\"]}",
        "{\"title\": \"Bad Gateway\", \"status\": 502}", "{\"type\": \"error\"}", "{\"type\": \"ERROR\", \"code\": 1}", "{\"error\": \"gone\"}",
        "{\"error\": {\"message\": \"gone\"}, \"choices\": []}", "{\"data\": {\"detail\": \"gone\"}}", "{\"data\": {\"error\": \"gone\"}}",
        "{\"data\": {}, \"error\": \"gone\"}", "{\"error_message\": \"gone\"}", "{\"error_type\": \"T\"}", "{\"chunk_type\": \"error\"}",
        "{\"chunk_type\": \"ERROR\"}", "{\"object\": \"error\", \"message\": \"gone\", \"type\": \"T\", \"code\": 40303}",
    ];

    // The event under test is at #.
    private static readonly string[] Places =
        ["#", "@#", "#@", "@#@", "#event: ping\ndata: ping\n\n", "#event: message\nid: 7\n\n: c\n\n", "@#data: [DONE]\n\n"];

    private static readonly Func<OpperClient, Task>[] Calls =
    [
        static opper => opper.StreamAsync(Request).GetFinalResultAsync(),
        static opper => opper.StreamAsync(Request).ToListAsync().AsTask(),
        static opper => opper.StreamTextAsync(Request).ToListAsync().AsTask(),
        static opper => opper.StreamAsync<string>("n").GetFinalResultAsync(),
        static opper => opper.StreamAsync<TypedStreamTests.Rated>("n").ToListAsync().AsTask(),
    ];

    private static readonly Func<OpperClient, Task>[] Chats =
    [
        static opper => opper.Chat.StreamAsync(new ChatCompletionRequest { Messages = { ChatMessage.User("hi") } }).GetFinalCompletionAsync(),
        static opper => opper.Chat.StreamAsync(new ChatCompletionRequest { Messages = { ChatMessage.User("hi") } }).TextAsync().ToListAsync().AsTask(),
    ];

    private static IEnumerable<string> Errors() =>
        [.. Names.SelectMany(static name => AnyData, static (name, data) => name + data),
            .. OtherNames.SelectMany(static name => ErrorData, static (name, data) => $"{name}data: {data}\n")];

    [TestCase("\n")]
    [TestCase("\r\n")]
    [TestCase("\r")]
    public async Task A_stream_with_an_error_is_never_complete(string lineEnd)
    {
        foreach (var error in Errors())
        {
            foreach (var place in Places)
            {
                await CheckAsync(place, error + "\n", Piece, Calls, lineEnd);
                await CheckAsync(place, error + "\n", Choice, Chats, lineEnd);
                await CheckAsync(place, error + "\n", Choice, Calls, lineEnd, static options => options.Surface = OpperSurface.Compat);
            }

            // The server stops without the blank line.
            await CheckAsync("#", error, Piece, Calls, lineEnd);
            await CheckAsync("@#", error.TrimEnd('\n'), Choice, Chats, lineEnd);
        }
    }

    [Test]
    public async Task Chunks_supplied_by_a_test_report_errors_too()
    {
        static StreamChunk Unknown(string member, string? delta = null) =>
            new() { Delta = delta, AdditionalProperties = new Dictionary<string, RawJson?> { [member] = RawJson.From("gone") } };
        var chunks = new[] { new StreamChunk { Delta = "gone", ChunkType = StreamChunkType.Error }, Unknown("error"), Unknown("detail") };
        foreach (var chunk in chunks)
        {
            var thrown = await Assert.CatchAsync<OpperStreamException>(
                () => OpperStream.FromChunks(new[] { chunk }.ToAsyncEnumerable()).GetFinalResultAsync());
            Assert.That(thrown!.ErrorMessage, Is.EqualTo("gone"));
        }

        var result = await OpperStream.FromChunks(new[] { Unknown("detail", "Hi") }.ToAsyncEnumerable()).GetFinalResultAsync();
        Assert.That(result.Text, Is.EqualTo("Hi"));
    }

    [TestCase("{\"delta\": \"Hello\", \"detail\": \"high\", \"message\": \"m\"}")]
    [TestCase("{\"delta\": \"Hello\", \"type\": \"content\", \"title\": \"t\"}")]
    [TestCase("{\"delta\": \"Hello\", \"detail\": null}")]
    public async Task An_event_with_content_is_not_an_error_body(string data)
    {
        using var client = TestClient.Streaming($"data: {data}\n\ndata: {{\"detail\": null, \"message\": \"\", \"errors\": []}}\n\n");

        Assert.That((await client.Opper.StreamAsync(Request).GetFinalResultAsync()).Text, Is.EqualTo("Hello"));
    }

    [TestCase("{\"id\": \"c\", \"choices\": [], \"usage\": {\"total_tokens\": 3}, \"message\": \"m\", \"errors\": [1], \"detail\": \"high\"}")]
    [TestCase("{\"id\": \"\", \"model\": \"\", \"choices\": [], \"prompt_filter_results\": [], \"title\": \"t\", \"detail\": {\"a\": 1}}")]
    [TestCase("{\"usage\": {\"total_tokens\": 3}, \"message\": \"m\"}")]
    [TestCase("{\"type\": \"message_start\", \"message\": {\"role\": \"assistant\", \"content\": []}}")]
    [TestCase("{\"title\": \"A greeting\", \"status\": \"done\"}")]
    [TestCase("{\"span_id\": \"s\", \"message\": \"started\"}")]
    [TestCase("{\"chunk_type\": \"status\", \"message\": \"searching\"}")]
    [TestCase("{\"type\": \"status\", \"message\": \"working\"}")]
    [TestCase("{\"type\": \"done\", \"message\": \"ok\"}")]
    [TestCase("{\"\\ud83d in front\": 1, \"title\": \"t\"}")]
    [TestCase("{\"data\": {\"\\udc00 in front\": 1}, \"title\": \"t\"}")]
    [TestCase("{\"error\": \" \"}")]
    [TestCase("{\"error\": \"null\"}")]
    [TestCase("{\"choices\": [{\"index\": 0, \"delta\": {}, \"finish_reason\": null}], \"data\": {\"message\": \"m\"}}")]
    public async Task A_part_of_the_answer_without_text_is_not_an_error_body(string data)
    {
        using var call = TestClient.Streaming($"data: {data}\n\n{Piece}data: {data}\n\n");
        using var compat = TestClient.Streaming($"data: {data}\n\n{Choice}data: {data}\n\n", static options => options.Surface = OpperSurface.Compat);
        using var chat = TestClient.Streaming($"data: {data}\n\n{Choice}data: {data}\n\n");
        var request = new ChatCompletionRequest { Messages = { ChatMessage.User("hi") } };

        Assert.That((await call.Opper.StreamAsync(Request).GetFinalResultAsync()).Text, Is.EqualTo("Hello"));
        Assert.That((await compat.Opper.StreamAsync(Request).GetFinalResultAsync()).Text, Is.EqualTo("Hello"));
        Assert.That((await chat.Opper.Chat.StreamAsync(request).GetFinalCompletionAsync()).Choices[0].Message.Content!.Text, Is.EqualTo("Hello"));
    }

    [TestCase("\"null\"")]
    [TestCase("\" \"")]
    [TestCase("\"None\"")]
    [TestCase("\"\\n\"")]
    public async Task An_empty_or_null_finish_reason_does_not_end_a_choice(string reason)
    {
        var open = Choice.Replace("\"stop\"", reason, StringComparison.Ordinal);
        using var cut = TestClient.Streaming(open);
        using var whole = TestClient.Streaming(open + Choice + open);
        var request = new ChatCompletionRequest { Messages = { ChatMessage.User("hi") } };

        var thrown = await Assert.CatchAsync<OpperStreamException>(() => cut.Opper.Chat.StreamAsync(request).GetFinalCompletionAsync());
        Assert.That(thrown!.IsTruncated, Is.True);
        Assert.That((await whole.Opper.Chat.StreamAsync(request).GetFinalCompletionAsync()).Choices[0].FinishReason.Value, Is.EqualTo("stop"));
    }

    private static async Task CheckAsync(string place, string error, string content, Func<OpperClient, Task>[] reads, string lineEnd,
        Action<OpperClientOptions>? configure = null)
    {
        var body = place.Replace("@", content, StringComparison.Ordinal).Replace("#", error, StringComparison.Ordinal)
            .Replace("\n", lineEnd, StringComparison.Ordinal);
        using var client = TestClient.Streaming(body, configure);
        foreach (var read in reads)
        {
            var thrown = await Assert.CatchAsync(() => read(client.Opper));
            Assert.That(thrown, Is.InstanceOf<OpperStreamException>().With.Property(nameof(OpperStreamException.IsTruncated)).False, body);
        }
    }
}
