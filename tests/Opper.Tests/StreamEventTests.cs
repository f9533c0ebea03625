using Opper.Chat;

namespace Opper.Tests;

/// <summary>Which events are pieces, errors, the end or nothing, and how a stream may end: the rules of src/Opper/Streaming/README.md.</summary>
public sealed class StreamEventTests
{
    private const string Hello = "data: {\"delta\": \"Hel\"}\n\ndata: {\"delta\": \"lo\"}\n\n";
    private const string Chat = "data: {\"id\": \"c\", \"created\": 1, \"model\": \"m\", \"choices\": [{\"index\": 0, \"delta\": {\"content\": \"Hello\"}, "
        + "\"finish_reason\": \"stop\"}]}\n\n";

    private static readonly CallRequest Request = new() { Name = "greet", Input = "Ann" };

    private static readonly ChatCompletionRequest ChatRequest = new() { Messages = { ChatMessage.User("hi") } };

    [TestCase("data:\n\n")]
    [TestCase("data: \n\n")]
    [TestCase("data\n\n")]
    [TestCase("event: ping\ndata: ping\n\n")]
    [TestCase("event: ping\n\n")]
    [TestCase("event: heartbeat\ndata:\n\n")]
    [TestCase("event: ping\ndata: {\"type\": \"ping\"}\n\n")]
    [TestCase("event: heartbeat\ndata: 1767605400\n\n")]
    [TestCase(": ping\n\n")]
    [TestCase("id: 7\nretry: 10\n\n")]
    [TestCase("event: progress\ndata: 50%\n\n")]
    public async Task Keep_alive_events_are_ignored(string event_)
    {
        using var calls = TestClient.Streaming(event_ + Hello + event_);
        using var chats = TestClient.Streaming(event_ + Chat + event_ + "data: [DONE]\n\n");

        Assert.That((await calls.Opper.StreamAsync(Request).GetFinalResultAsync()).Text, Is.EqualTo("Hello"));
        Assert.That(await calls.Opper.StreamTextAsync(Request).ToListAsync(), Is.EqualTo(new[] { "Hel", "lo" }));
        Assert.That((await chats.Opper.Chat.StreamAsync(ChatRequest).GetFinalCompletionAsync()).Choices[0].Message.Content!.Text, Is.EqualTo("Hello"));
    }

    [TestCase("null")]
    [TestCase("false")]
    [TestCase("\"\"")]
    [TestCase("{}")]
    [TestCase("[]")]
    [TestCase("0")]
    [TestCase("{\"message\": null}")]
    [TestCase("{\"code\": 0, \"message\": \"\"}")]
    [TestCase("{\"type\": null, \"code\": null, \"message\": null, \"param\": false}")]
    public async Task An_empty_error_is_ignored(string error)
    {
        using var calls = TestClient.Streaming("data: {\"delta\": \"Hel\", \"error\": " + error + "}\n\ndata: {\"error\": " + error
            + ", \"delta\": \"lo\", \"error_type\": null, \"error_message\": null}\n\n");
        using var chats = TestClient.Streaming(Chat.Replace("\"choices\"", "\"error\": " + error + ", \"choices\"", StringComparison.Ordinal));

        Assert.That((await calls.Opper.StreamAsync(Request).GetFinalResultAsync()).Text, Is.EqualTo("Hello"));
        Assert.That(await calls.Opper.StreamTextAsync(Request).ToListAsync(), Is.EqualTo(new[] { "Hel", "lo" }));
        Assert.That((await chats.Opper.Chat.StreamAsync(ChatRequest).GetFinalCompletionAsync()).Choices[0].Message.Content!.Text, Is.EqualTo("Hello"));
    }

    [TestCase("data: {\"error\": {\"type\": null, \"code\": \"rate_limit\", \"message\": \"busy\"}}", "rate_limit", "busy")]
    [TestCase("data: {\"error\": {\"message\": {}}}", null, "{}")]
    [TestCase("data: {\"error\": {\"message\": [1], \"type\": {\"a\": 1}}}", "{\"a\": 1}", "[1]")]
    [TestCase("data: {\"error\": {\"code\": 429}}", "429", "{\"code\": 429}")]
    [TestCase("data: {\"error\": {\"code\": [1], \"message\": \"x\"}}", "[1]", "x")]
    [TestCase("data: {\"error\": \"busy\"}", null, "busy")]
    [TestCase("data: {\"error\": true}", null, "true")]
    [TestCase("data: {\"error\": [\"busy\"]}", null, "[\"busy\"]")]
    [TestCase("data: {\"error\": {\"detail\": \"busy\"}}", null, "busy")]
    [TestCase("data: {\"error_type\": \"T\", \"error_message\": {\"a\": 1}}", "T", "{\"a\": 1}")]
    [TestCase("data: {\"chunk_type\": \"error\", \"delta\": \"gone\"}", null, "gone")]
    [TestCase("event: error\ndata: {\"detail\": \"gone\"}", null, "gone")]
    [TestCase("event: error\ndata: {\"detail\": [{\"msg\": \"x\"}]}", null, "[{\"msg\": \"x\"}]")]
    [TestCase("event: error\ndata: {\"type\": \"T\", \"message\": \"gone\"}", "T", "gone")]
    [TestCase("event: error\ndata: {\"error\": {\"code\": \"c\", \"message\": \"gone\"}}", "c", "gone")]
    [TestCase("event: error\ndata: gone", null, "gone")]
    public async Task An_error_in_any_form_throws_with_its_type_and_message(string event_, string? type, string message)
    {
        using var client = TestClient.Streaming("data: {\"delta\": \"Hel\"}\n\n" + event_ + "\n\n");
        using var chat = TestClient.Streaming(event_ + "\n\n");

        foreach (var read in new Func<Task>[]
        {
            () => client.Opper.StreamAsync(Request).GetFinalResultAsync(),
            () => client.Opper.StreamTextAsync(Request).ToListAsync().AsTask(),
            () => client.Opper.StreamAsync<TypedStreamTests.Rated>("n").GetFinalResultAsync(),
            () => event_.Contains("chunk_type", StringComparison.Ordinal) || event_.Contains("error_type", StringComparison.Ordinal)
                ? client.Opper.StreamAsync(Request).GetFinalResultAsync()
                : chat.Opper.Chat.StreamAsync(ChatRequest).GetFinalCompletionAsync(),
        })
        {
            var thrown = await Assert.CatchAsync<OpperStreamException>(read);
            Assert.That((thrown!.ErrorType, thrown.ErrorMessage, thrown.IsTruncated), Is.EqualTo((type, message, false)));
        }
    }

    [TestCase("data: [DONE] \n\n")]
    [TestCase("data:   [DONE]\n\n")]
    [TestCase("data: [DONE]\r\n\r\n")]
    [TestCase("event: done\ndata: [DONE]\n\n")]
    [TestCase("data: [DONE]")]
    public async Task The_end_marker_may_be_surrounded_by_white_space(string done)
    {
        using var calls = TestClient.Streaming(Hello + done);
        using var chats = TestClient.Streaming(Chat.Replace("\"stop\"", "null", StringComparison.Ordinal) + done);

        Assert.That((await calls.Opper.StreamAsync(Request).GetFinalResultAsync()).Text, Is.EqualTo("Hello"));
        Assert.That((await chats.Opper.Chat.StreamAsync(ChatRequest).GetFinalCompletionAsync()).Choices[0].Message.Content!.Text, Is.EqualTo("Hello"));
    }

    [TestCase("\"\"")]
    [TestCase("null")]
    public async Task A_chat_without_a_finish_reason_is_truncated(string reason)
    {
        using var client = TestClient.Streaming(Chat.Replace("\"stop\"", reason, StringComparison.Ordinal));

        Assert.That((await Assert.CatchAsync<OpperStreamException>(() => client.Opper.Chat.StreamAsync(ChatRequest).GetFinalCompletionAsync()))!.IsTruncated,
            Is.True);
    }

    [Test]
    public async Task A_chat_is_truncated_if_one_choice_has_no_finish_reason()
    {
        using var client = TestClient.Streaming(
            Chat + Chat.Replace("\"index\": 0", "\"index\": 1", StringComparison.Ordinal).Replace("\"stop\"", "null", StringComparison.Ordinal));

        Assert.That((await Assert.CatchAsync<OpperStreamException>(() => client.Opper.Chat.StreamAsync(ChatRequest).GetFinalCompletionAsync()))!.IsTruncated,
            Is.True);
    }

    [Test]
    public async Task An_empty_finish_reason_does_not_replace_another()
    {
        using var client = TestClient.Streaming(Chat + Chat.Replace("\"stop\"", "\"\"", StringComparison.Ordinal) + "data: [DONE]\n\n");

        Assert.That((await client.Opper.Chat.StreamAsync(ChatRequest).GetFinalCompletionAsync()).Choices[0].FinishReason.Value, Is.EqualTo("stop"));
    }

    [TestCase("<html><body>Sign in</body></html>")]
    [TestCase("\n\n  <!doctype html>\n<p>x</p>\n")]
    [TestCase("{\"message\": \"whole\", \"span_id\": \"s\"}")]
    [TestCase("{\n  \"detail\": \"no\"\n}\n\n")]
    [TestCase("[1, 2]")]
    [TestCase("Service unavailable")]
    public async Task A_body_without_events_is_not_a_stream_whatever_its_content_type(string body)
    {
        using var client = TestClient.Streaming(body);

        foreach (var read in new Func<Task>[]
        {
            () => client.Opper.StreamAsync(Request).GetFinalResultAsync(),
            () => client.Opper.StreamTextAsync(Request).ToListAsync().AsTask(),
            () => client.Opper.StreamAsync<TypedStreamTests.Rated>("n").GetFinalResultAsync(),
            () => client.Opper.Chat.StreamAsync(ChatRequest).GetFinalCompletionAsync(),
        })
        {
            Assert.That((await Assert.CatchAsync<OpperSerializationException>(read))!.RawBody, Is.EqualTo(body));
        }
    }

    [TestCase("")]
    [TestCase("\uFEFF")]
    [TestCase("\n\n")]
    [TestCase(": ping\n\n")]
    [TestCase(": ping")]
    [TestCase("retry: 5\n\n")]
    [TestCase("data:\n\n")]
    [TestCase("event: ping\ndata: ping\n\n")]
    public async Task A_stream_without_a_chunk_is_truncated_unless_it_has_the_end_marker(string events)
    {
        using var client = TestClient.Streaming(events);
        using var ended = TestClient.Streaming("data: [DONE]\n\n");

        foreach (var read in new Func<Task>[]
        {
            () => client.Opper.StreamAsync(Request).GetFinalResultAsync(),
            () => client.Opper.StreamTextAsync(Request).ToListAsync().AsTask(),
            () => client.Opper.StreamAsync<string>("n").GetFinalResultAsync(),
            () => client.Opper.Chat.StreamAsync(ChatRequest).GetFinalCompletionAsync(),
        })
        {
            Assert.That((await Assert.CatchAsync<OpperStreamException>(read))!.IsTruncated, Is.True);
        }

        Assert.That((await ended.Opper.StreamAsync(Request).GetFinalResultAsync()).Text, Is.Empty);
    }

    [Test]
    public async Task A_stream_that_is_cut_within_a_line_is_truncated()
    {
        var next = "event: message\nid: 7\ndata: {\"delta\": \"!\"}";
        for (var length = 1; length < next.Length; length++)
        {
            if (next[length - 1] == '\n')
            {
                continue;
            }

            using var client = TestClient.Streaming(Hello + next[..length]);

            foreach (var read in new Func<Task>[]
            {
                () => client.Opper.StreamAsync(Request).GetFinalResultAsync(),
                () => client.Opper.StreamTextAsync(Request).ToListAsync().AsTask(),
            })
            {
                Assert.That((await Assert.CatchAsync<OpperStreamException>(read))!.IsTruncated, Is.True, next[..length]);
            }
        }

        foreach (var end in new[] { next, next + "\n", ": pi", "id: 7\n", "event: ping\ndata: ping" })
        {
            using var client = TestClient.Streaming(Hello + end);

            Assert.That((await client.Opper.StreamAsync(Request).GetFinalResultAsync()).Text, Does.StartWith("Hello"), end);
        }
    }

    [Test]
    public async Task An_unknown_field_before_the_events_is_ignored()
    {
        using var client = TestClient.Streaming("hello: there\n\n" + Hello);

        Assert.That((await client.Opper.StreamAsync(Request).GetFinalResultAsync()).Text, Is.EqualTo("Hello"));
    }

    [Test]
    public async Task A_surrogate_pair_may_be_split_across_two_events()
    {
        const string first = "a\\ud83d", second = "\\ude00b\\ud83d";
        const string whole = "a\U0001F600b\uFFFD";
        using var calls = TestClient.Streaming($"data: {{\"delta\": \"{first}\"}}\n\ndata: {{\"delta\": \"{second}\"}}\n\n");
        using var fields = TestClient.Streaming($"data: {{\"delta\": \"{first}\", \"json_path\": \"A\"}}\n\ndata: {{\"delta\": \"{second}\", \"json_path\": "
            + $"\"A\"}}\n\ndata: {{\"delta\": \"\", \"json_path\": \"B\"}}\n\n");
        using var chats = TestClient.Streaming(
            Chat.Replace("Hello", first, StringComparison.Ordinal) + Chat.Replace("Hello", second, StringComparison.Ordinal));

        Assert.That((await calls.Opper.StreamAsync(Request).GetFinalResultAsync()).Text, Is.EqualTo(whole));
        Assert.That(string.Concat(await calls.Opper.StreamTextAsync(Request).ToListAsync()), Is.EqualTo(whole));
        Assert.That((await fields.Opper.StreamAsync<StreamAnswerTests.Three>("n").GetFinalResultAsync()).Value.A, Is.EqualTo(whole));
        Assert.That((string?)(await fields.Opper.StreamAsync(Request).GetFinalResultAsync()).JsonPayload!["A"], Is.EqualTo(whole));
        Assert.That((await chats.Opper.Chat.StreamAsync(ChatRequest).GetFinalCompletionAsync()).Choices[0].Message.Content!.Text, Is.EqualTo(whole));
    }

    [Test]
    public async Task Telemetry_sees_the_same_stream()
    {
        using var listeners = new System.Diagnostics.ActivityListener
        {
            ShouldListenTo = source => source.Name == OpperDiagnostics.ActivitySourceName,
            Sample = (ref System.Diagnostics.ActivityCreationOptions<System.Diagnostics.ActivityContext> _) =>
                System.Diagnostics.ActivitySamplingResult.AllData,
        };
        System.Diagnostics.ActivitySource.AddActivityListener(listeners);
        System.Diagnostics.Activity? ended = null;
        listeners.ActivityStopped = activity => ended = activity.GetTagItem("opper.span_id") is "of-this-test" ? activity : ended;
        using var client = TestClient.Streaming("data: {\"span_id\": \"of-this-test\"}\n\n" + Hello);

        Assert.That(await client.Opper.StreamTextAsync(Request).ToListAsync(), Is.EqualTo(new[] { "Hel", "lo" }));

        Assert.That(ended?.GetTagItem("gen_ai.response.time_to_first_chunk"), Is.Not.Null);
    }
}
