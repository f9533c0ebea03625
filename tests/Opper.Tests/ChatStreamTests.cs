using System.Text;
using Newtonsoft.Json.Linq;
using Opper.Chat;

namespace Opper.Tests;

/// <summary>Assembling streamed chats.</summary>
public sealed class ChatStreamTests
{
    private static readonly ChatCompletionRequest Request = new() { Messages = { ChatMessage.User("hi") } };

    [Test]
    public async Task Tool_calls_are_assembled_from_their_fragments()
    {
        using var client = TestClient.Streaming(Events(
            """{"role": "assistant", "content": null, "tool_calls": [{"index": 0, "id": "call_a", "type": "function", "function": """
            + """{"name": "weather", "arguments": ""}}]}""",
            """{"tool_calls": [{"index": 0, "function": {"arguments": "{\"ci"}}]}""",
            """{"tool_calls": [{"index": 1, "id": "call_b", "type": "function", "function": {"name": "time", "arguments": "{"}}, {"index": 0, "function": """
            + """{"arguments": "ty\": \"Oslo\"}"}}]}""",
            """{"tool_calls": [{"index": 1, "function": {"arguments": "}"}}]}"""));

        var completion = await client.Opper.Chat.StreamAsync(Request).GetFinalCompletionAsync();

        var message = completion.Choices.Single().Message;
        Assert.That(message.Content, Is.Null);
        Assert.That(message.ToolCalls!.Select(call => (call.Id, call.Type.Value, call.Function!.Name, call.Function.Arguments)), Is.EqualTo(new[]
        {
            ("call_a", "function", "weather", """{"city": "Oslo"}"""), ("call_b", "function", "time", "{}"),
        }));
    }

    [Test]
    public async Task Calls_with_the_same_index_are_distinguished_by_their_ids()
    {
        using var client = TestClient.Streaming(Events(
            """{"tool_calls": [{"index": 0, "id": "a", "type": "function", "function": {"name": "f", "arguments": "{}"}}]}""",
            """{"tool_calls": [{"index": 0, "id": "b", "type": "function", "function": {"name": "g", "arguments": "{}"}}]}"""));

        var completion = await client.Opper.Chat.StreamAsync(Request).GetFinalCompletionAsync();

        Assert.That(completion.Choices[0].Message.ToolCalls!.Select(call => call.Function!.Name), Is.EqualTo(new[] { "f", "g" }));
    }

    [Test]
    public async Task Custom_tool_calls_are_assembled_from_their_fragments()
    {
        using var client = TestClient.Streaming(Events(
            """{"tool_calls": [{"index": 0, "id": "a", "type": "custom", "custom": {"name": "sql", "input": "select "}}]}""",
            """{"tool_calls": [{"index": 0, "custom": {"input": "1"}}]}"""));

        var call = (await client.Opper.Chat.StreamAsync(Request).GetFinalCompletionAsync()).Choices[0].Message.ToolCalls!.Single();

        Assert.That((call.Type.Value, call.Custom!.Name, call.Custom.Input, call.Function), Is.EqualTo(("custom", "sql", "select 1", (ChatFunctionCall?)null)));
    }

    [TestCase("AQID", "BAUG", "AQIDBAUG")]
    [TestCase("AQ==", "AgM=", "AQID")]
    [TestCase("AQI", "DBAUG", "AQIDBAUG")]
    [TestCase("not=", "base64", "not=base64")]
    public async Task Audio_is_assembled_from_its_fragments(string first, string second, string data)
    {
        using var client = TestClient.Streaming(Events(
            """{"role": "assistant", "audio": {"id": "audio_1", "transcript": "Hel"}}""",
            $$$"""{"audio": {"data": "{{{first}}}", "transcript": "lo"}}""",
            $$$$"""{"audio": {"id": null, "data": "{{{{second}}}}", "voice": {"name": "alloy"}}}""",
            """{"audio": {"expires_at": 1700000000}}"""));

        var audio = (await client.Opper.Chat.StreamAsync(Request).GetFinalCompletionAsync()).Choices[0].Message.Audio!;

        Assert.That((audio.Id, audio.Data, audio.Transcript, audio.ExpiresAt, (string?)audio.AdditionalProperties["voice"]!["name"]),
            Is.EqualTo(("audio_1", data, "Hello", (long?)1700000000, "alloy")));
    }

    [Test]
    public async Task Choices_texts_tokens_and_unknown_fields_are_assembled()
    {
        using var client = TestClient.Streaming("""
            data: {"id": "c", "object": "chat.completion.chunk", "created": 7, "model": "m", "system_fingerprint": "fp", "region": "eu", "choices": [{"index": 1, "delta": {"role": "assistant", "content": "B"}}, {"index": 0, "delta": {"content": "A", "reasoning": "so "}}]}

            data: {"id": "c", "created": 7, "model": "m", "choices": [{"index": 0, "delta": {"content": "a", "reasoning": "it is"}, "finish_reason": "length"}, {"index": 1, "delta": {"refusal": "No."}, "finish_reason": "stop"}]}

            data: {"id": "c", "created": 7, "model": "m", "choices": [], "usage": {"prompt_tokens": 1, "completion_tokens": 2, "total_tokens": 3}}

            data: [DONE]


            """);

        var completion = await client.Opper.Chat.StreamAsync(Request).GetFinalCompletionAsync();

        Assert.That(completion.Choices.Select(choice => (choice.Index, choice.Message.Content?.Text, choice.Message.Refusal, choice.FinishReason.Value)),
            Is.EqualTo(new[]
        {
            (0, "Aa", (string?)null, "length"), (1, "B", "No.", "stop"),
        }));
        Assert.That((completion.Id, completion.Object, completion.SystemFingerprint, completion.Usage!.TotalTokens),
            Is.EqualTo(("c", "chat.completion", "fp", 3L)));
        Assert.That((string?)completion.Choices[0].Message.AdditionalProperties["reasoning"], Is.EqualTo("so it is"));
        Assert.That((string?)completion.AdditionalProperties["region"], Is.EqualTo("eu"));
    }

    [Test]
    public async Task The_assembled_message_can_be_sent_back_unchanged()
    {
        using var streaming = TestClient.Streaming(
            Events("""{"role": "assistant", "tool_calls": [{"index": 0, "id": "a", "type": "function", "function": {"name": "f", "arguments": "{}"}}]}"""));
        using var next = TestClient.Answering("""{"id": "c", "created": 1, "model": "m", "choices": []}""");
        var message = (await streaming.Opper.Chat.StreamAsync(Request).GetFinalCompletionAsync()).Choices[0].Message;

        await next.Opper.Chat.CompleteAsync(new ChatCompletionRequest { Messages = { message, ChatMessage.Tool(message.ToolCalls![0], new { ok = true }) } });

        Assert.That(JToken.DeepEquals(JObject.Parse(next.Sent[0].Body), JObject.Parse("""
            {"messages": [
              {"role": "assistant", "tool_calls": [{"id": "a", "type": "function", "function": {"name": "f", "arguments": "{}"}}]},
              {"role": "tool", "tool_call_id": "a", "content": "{\"ok\":true}"}]}
            """)), next.Sent[0].Body);
    }

    [Test]
    public async Task The_text_can_be_read_first_and_the_complete_response_afterwards()
    {
        using var client = TestClient.Streaming(Events("""{"content": "Hel"}""", """{"content": "lo"}"""));
        var stream = client.Opper.Chat.StreamAsync(Request);
        var text = new List<string>();

        await foreach (var piece in stream.TextAsync())
        {
            text.Add(piece);
        }

        Assert.That(text, Is.EqualTo(new[] { "Hel", "lo" }));
        Assert.That((await stream.GetFinalCompletionAsync()).Choices[0].Message.Content!.Text, Is.EqualTo("Hello"));
        Assert.That(client.Sent, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task The_result_of_an_abandoned_stream_and_a_second_enumeration_throw()
    {
        using var client = TestClient.Streaming(Events("""{"content": "Hel"}""", """{"content": "lo"}"""));
        var stream = client.Opper.Chat.StreamAsync(Request);
        await foreach (var _ in stream)
        {
            break;
        }

        await Assert.CatchAsync<InvalidOperationException>(() => stream.GetFinalCompletionAsync());
        Assert.Catch<InvalidOperationException>(() => stream.GetAsyncEnumerator());
    }

    [Test]
    public async Task Chat_streams_can_be_created_from_chunks_for_tests()
    {
        var stream = ChatStream.FromChunks(Chunks());

        Assert.That((await stream.GetFinalCompletionAsync()).Choices[0].Message.Content!.Text, Is.EqualTo("x"));

        static async IAsyncEnumerable<ChatCompletionChunk> Chunks()
        {
            await Task.CompletedTask;
            yield return new ChatCompletionChunk { Choices = [new ChatChunkChoice { Delta = new ChatChunkDelta { Content = "x" } }] };
        }
    }

    private static string Events(params string[] deltas)
    {
        var events = new StringBuilder();
        for (var i = 0; i < deltas.Length; i++)
        {
            var reason = i == deltas.Length - 1 ? "\"stop\"" : "null";
            events.Append($"data: {{\"id\": \"c\", \"created\": 1, \"model\": \"m\", \"choices\": [{{\"index\": 0, \"delta\": {deltas[i]}, "
                + $"\"finish_reason\": {reason}}}]}}\n\n");
        }

        return events.Append("data: [DONE]\n\n").ToString();
    }
}
