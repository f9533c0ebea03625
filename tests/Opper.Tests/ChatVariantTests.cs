using System.Text;
using Newtonsoft.Json.Linq;
using Opper.Chat;

namespace Opper.Tests;

/// <summary>Deviations of servers from the format of OpenAI are accepted, and the messages can be sent in the next request.</summary>
public sealed class ChatVariantTests
{
    private static readonly ChatCompletionRequest Request = new() { Messages = { ChatMessage.User("hi") } };

    [TestCase("""{"input_tokens": 10, "output_tokens": 3}""", 10, 3, 13)]
    [TestCase("""{"prompt_tokens": 10, "completion_tokens": 3, "prompt_tokens_details": [], "completion_tokens_details": []}""", 10, 3, 13)]
    [TestCase("""{"prompt_tokens": 10, "completion_tokens": 3, "total_tokens": 20, "input_tokens": 7}""", 10, 3, 20)]
    [TestCase("""{"prompt_tokens": "10", "completion_tokens": 3.0}""", 10, 3, 13)]
    public async Task Token_counts_are_read_under_the_names_of_other_providers_too(string usage, int prompt, int written, int total)
    {
        foreach (var (isStreamed, completion) in await BothAsync("""{"role": "assistant", "content": "hi"}""", usage))
        {
            Assert.That((completion.Usage!.PromptTokens, completion.Usage.CompletionTokens, completion.Usage.TotalTokens),
                Is.EqualTo((prompt, written, total)), $"{isStreamed}");
        }
    }

    [Test]
    public async Task Usage_may_be_an_empty_list() =>
        Assert.That((await BothAsync("""{"role": "assistant", "content": "hi"}""", "[]")).Select(both => both.Completion.Usage), Is.All.Null);

    [TestCase("false", null)]
    [TestCase("[]", null)]
    [TestCase("{}", null)]
    [TestCase("null", null)]
    [TestCase("\"No.\"", "No.")]
    [TestCase("""{"reason":"policy"}""", """{"reason":"policy"}""")]
    public async Task A_refusal_is_read_in_each_form(string refusal, string? read)
    {
        foreach (var (isStreamed, completion) in await BothAsync($$$"""{"role": "assistant", "content": "hi", "refusal": {{{refusal}}}}""", "null"))
        {
            Assert.That((completion.Choices[0].Message.Content!.Parts.Single().Text, completion.Choices[0].Message.Refusal),
                Is.EqualTo(("hi", read)), $"{isStreamed}");
        }
    }

    [TestCase("""{"index": 0, "message": {"role": "assistant", "content": "hi"}, "finish_reason": "stop"}""")]
    [TestCase("""{"index": 0, "delta": null, "message": {"content": [{"type": "text", "text": "hi"}]}, "finish_reason": "stop"}""")]
    [TestCase("""{"index": 0, "text": "hi", "finish_reason": "stop"}""")]
    [TestCase("""{"index": 0, "delta": {"content": "hi"}, "message": {"content": "hi"}, "finish_reason": "stop"}""")]
    public async Task A_stream_with_messages_or_text_instead_of_deltas_is_read(string choice)
    {
        using var texts = TestClient.Streaming(Event(choice));
        using var whole = TestClient.Streaming(Event(choice));

        Assert.That(string.Concat(await texts.Opper.Chat.StreamAsync(Request).TextAsync().ToListAsync()), Is.EqualTo("hi"));
        Assert.That((await whole.Opper.Chat.StreamAsync(Request).GetFinalCompletionAsync()).Choices[0].Message.Content!.Parts.Single().Text, Is.EqualTo("hi"));
    }

    [TestCase("""{"type": "function", "function": {"name": "f", "arguments": "{}"}}""")]
    [TestCase("""{"id": null, "type": "function", "function": {"name": "f", "arguments": "{}"}}""")]
    [TestCase("""{"id": "", "function": {"name": "f", "arguments": {}}}""")]
    [TestCase("""{"id": " ", "type": null, "function": {"name": "f", "arguments": null}}""")]
    [TestCase("""{"function": {"name": "f"}}""")]
    [TestCase("""{"function": {"name": "f", "arguments": ""}}""")]
    public async Task A_tool_call_without_id_type_or_arguments_can_be_sent_back(string call)
    {
        foreach (var isStreamed in new[] { false, true })
        {
            using var client = isStreamed
                ? TestClient.Streaming(
                    Event($$$"""{"index": 0, "delta": {"tool_calls": [{{{call}}}, {{{call.Replace("\"f\"", "\"g\"")}}}]}, "finish_reason": "tool_calls"}"""))
                : TestClient.Answering($$$"""{"choices": [{"message": {"tool_calls": [{{{call}}}, {{{call.Replace("\"f\"", "\"g\"")}}}]}}]}""");
            using var next = TestClient.Answering("{}");

            var completion = isStreamed
                ? await client.Opper.Chat.StreamAsync(Request).GetFinalCompletionAsync()
                : await client.Opper.Chat.CompleteAsync(Request);
            var message = completion.Choices[0].Message;
            var request = new ChatCompletionRequest { Messages = { message } };
            message.ToolCalls!.ToList().ForEach(tool => request.Messages.Add(ChatMessage.Tool(tool, "ok")));
            await next.Opper.Chat.CompleteAsync(request);

            var sent = JObject.Parse(next.Sent[0].Body)["messages"]!;
            var calls = sent[0]!["tool_calls"]!;
            Assert.That((string?)sent[0]!["role"], Is.EqualTo("assistant"));
            Assert.That(calls.Select(sent => ((string?)sent["type"], (string?)sent["function"]!["name"], (string?)sent["function"]!["arguments"])),
                Is.EqualTo(new[] { ("function", "f", "{}"), ("function", "g", "{}") }));
            Assert.That(calls.Select(sent => (string?)sent["id"]), Is.Unique.And.All.Not.Empty);
            Assert.That(sent.Skip(1).Select(result => (string?)result["tool_call_id"]), Is.EqualTo(calls.Select(sent => (string?)sent["id"])));
        }
    }

    [Test]
    public async Task Tool_calls_with_the_same_id_get_unique_ids()
    {
        using var client = TestClient.Answering(
            """{"choices": [{"message": {"tool_calls": [{"id": "a", "function": {"name": "f"}}, {"id": "a", "function": {"name": "f"}}]}}]}""");

        var calls = (await client.Opper.Chat.CompleteAsync(Request)).Choices[0].Message.ToolCalls!;

        Assert.That((calls[0].Id, calls[1].Id == "a", calls[1].Id.Length > 0), Is.EqualTo(("a", false, true)));
    }

    [Test]
    public async Task Arguments_that_are_JSON_instead_of_text_are_read()
    {
        using var whole = TestClient.Answering("""{"choices": [{"message": {"tool_calls": [{"id": "a", "function": {"name": "f", "arguments": """
            + """{"city": "Oslo", "n": 1.50}}}], "function_call": {"name": "g", "arguments": [1]}}}]}""");
        using var streamed = TestClient.Streaming(Event("""{"index": 0, "delta": {"tool_calls": [{"index": 0, "id": "a", "function": """
            + """{"name": "f", "arguments": {"city": "Oslo", "n": 1.50}}}], "function_call": {"name": "g", "arguments": """
            + """[1]}}, "finish_reason": "tool_calls"}"""));

        foreach (var completion in new[]
        {
            await whole.Opper.Chat.CompleteAsync(Request),
            await streamed.Opper.Chat.StreamAsync(Request).GetFinalCompletionAsync(),
        })
        {
            var message = completion.Choices[0].Message;
            Assert.That((message.ToolCalls![0].Function!.Arguments, message.FunctionCall!.Arguments), Is.EqualTo(("""{"city": "Oslo", "n": 1.50}""", "[1]")));
        }
    }

    [Test]
    public async Task Calls_without_ids_and_indexes_are_distinguished_by_their_names()
    {
        using var client = TestClient.Streaming(
            Event("""{"index": 0, "delta": {"tool_calls": [{"function": {"name": "f", "arguments": "{\"a\""}}]}}""")
            + Event("""{"index": 0, "delta": {"tool_calls": [{"function": {"name": "f", "arguments": ":1}"}}, {"function": """
                + """{"name": "f", "arguments": "{}"}}]}}""")
            + Event("""{"index": 0, "delta": {"tool_calls": [{"function": {"name": "g", "arguments": ""}}]}, "finish_reason": "tool_calls"}"""));

        var calls = (await client.Opper.Chat.StreamAsync(Request).GetFinalCompletionAsync()).Choices[0].Message.ToolCalls!;

        Assert.That(calls.Select(call => (call.Function!.Name, call.Function.Arguments)), Is.EqualTo(new[] { ("f", "{\"a\":1}"), ("f", "{}"), ("g", "{}") }));
    }

    [Test]
    public async Task Content_parts_are_joined_and_reasoning_is_kept_separate()
    {
        const string Thinking = """{"type": "thinking", "thinking": [{"type": "text", "text": "Hm"}]}""";
        using var client = TestClient.Streaming(
            Event($$$"""{"index": 0, "delta": {"content": [{{{Thinking}}}]}}""")
            + Event($$$"""{"index": 0, "delta": {"content": [{{{Thinking}}}, {"type": "text", "text": "Hel"}]}}""")
            + Event("""{"index": 0, "delta": {"content": {"type": "text", "text": "lo"}}}""")
            + Event("""{"index": 0, "delta": {"content": ["!", {"type": "image_url", "image_url": """
                + """{"url": "https://x.test/a.png"}}]}, "finish_reason": "stop"}"""));
        using var whole = TestClient.Answering($$$"""{"choices": [{"message": {"content": [{{{Thinking}}}, {"type": "text", "text": "Hello!"}]}}]}""");

        var message = (await client.Opper.Chat.StreamAsync(Request).GetFinalCompletionAsync()).Choices[0].Message;

        Assert.That((message.Content!.Text, (string?)message.AdditionalProperties["reasoning_content"]), Is.EqualTo(("Hello!", "HmHm")));
        Assert.That((string?)message.AdditionalProperties["content_parts"]![0]!["image_url"]!["url"], Is.EqualTo("https://x.test/a.png"));
        Assert.That((await whole.Opper.Chat.CompleteAsync(Request)).Choices[0].Message.Content!.Text, Is.EqualTo("Hello!"));
    }

    [Test]
    public async Task Id_model_and_time_are_those_of_the_first_chunk_that_has_them()
    {
        using var client = TestClient.Streaming("""
            data: {"id": "", "object": "", "created": 0, "model": "", "choices": [], "prompt_filter_results": [{"prompt_index": 0}]}

            data: {"id": "c", "created": 7, "model": "gpt-4o", "choices": [{"index": 0, "finish_reason": null}]}

            data: {"id": "c", "created": 7, "model": "gpt-4o", "choices": [{"index": 0, "delta": {"role": "assistant", "content": "Hi"}}]}

            data: {"id": "d", "created": 8, "model": "", "choices": [{"index": 0, "delta": null, "finish_reason": "stop"}]}

            data: [DONE]


            """);

        var completion = await client.Opper.Chat.StreamAsync(Request).GetFinalCompletionAsync();

        Assert.That((completion.Id, completion.Model, completion.Created, completion.Choices[0].Message.Content!.Text), Is.EqualTo(("c", "gpt-4o", 7L, "Hi")));
        Assert.That(completion.AdditionalProperties.Keys, Does.Contain("prompt_filter_results"));
    }

    [TestCase("1.5", 1L)]
    [TestCase("\"1700000000\"", 1700000000L)]
    [TestCase("\"2024-01-01T00:00:00Z\"", 1704067200L)]
    [TestCase("null", 0L)]
    [TestCase("{}", 0L)]
    [TestCase("\"soon\"", 0L)]
    public async Task A_time_in_any_format_does_not_fail_the_response(string created, long expected)
    {
        using var client = TestClient.Answering($$$"""{"created": {{{created}}}, "choices": [{"message": {"content": "Hi"}}]}""");

        var completion = await client.Opper.Chat.CompleteAsync(Request);

        Assert.That((completion.Created, completion.Choices[0].Message.Content!.Text), Is.EqualTo((expected, "Hi")));
    }

    [TestCase("""{"prompt_tokens": 10, "completion_tokens": 1, "total_tokens": 11}""",
        """{"prompt_tokens": 10, "completion_tokens": 3, "total_tokens": 13}""", 13)]
    [TestCase("""{"prompt_tokens": 10, "completion_tokens": 0, "total_tokens": 10}""",
        """{"prompt_tokens": 0, "completion_tokens": 3, "total_tokens": 3}""", 13)]
    [TestCase("""{"prompt_tokens": 10, "completion_tokens": 3, "total_tokens": 20}""", "{}", 20)]
    public async Task Tokens_reported_in_several_chunks_are_counted_once(string first, string second, long total)
    {
        using var client = TestClient.Streaming(
            Event("""{"index": 0, "delta": {"content": "Hi"}}""", first) + Event("""{"index": 0, "delta": {}, "finish_reason": "stop"}""", second)
                + Event("""{"index": 0, "delta": {}}""", "null"));

        var usage = (await client.Opper.Chat.StreamAsync(Request).GetFinalCompletionAsync()).Usage!;

        Assert.That((usage.PromptTokens, usage.CompletionTokens, usage.TotalTokens), Is.EqualTo((10, 3, total)));
    }

    [Test]
    public async Task Lists_in_unknown_fields_are_concatenated_across_chunks()
    {
        using var client = TestClient.Streaming(
            Event("""{"index": 0, "delta": {"reasoning_details": [{"text": "a"}], "note": {"n": 1}}}""")
                + Event("""{"index": 0, "delta": {"reasoning_details": [{"text": "b"}], "note": {"n": 2}}, "finish_reason": "stop"}"""));

        var others = (await client.Opper.Chat.StreamAsync(Request).GetFinalCompletionAsync()).Choices[0].Message.AdditionalProperties;

        Assert.That(others["reasoning_details"], Is.EqualTo(RawJson.Parse("""[{"text": "a"}, {"text": "b"}]""")));
        Assert.That(others["note"], Is.EqualTo(RawJson.Parse("""{"n": 2}""")));
    }

    [TestCase("")]
    [TestCase(" ")]
    public async Task An_empty_refusal_beside_content_is_ignored(string refusal)
    {
        using var client = TestClient.Answering(
            $$$"""{"id": "c", "created": 1, "model": "m", "choices": [{"message": {"content": "7", "refusal": "{{{refusal}}}"}}]}""");

        Assert.That((await client.Opper.Chat.CompleteAsync<int>(Request)).Value, Is.EqualTo(7));
    }

    [TestCase("""{"choices": [{"message": {"refusal": "No."}}]}""", "a refusal")]
    [TestCase("""{"choices": [{"message": {"content": null}}]}""", "no content")]
    [TestCase("""{"choices": [{"message": {"tool_calls": [{"function": {"name": "f"}}]}}]}""", "a tool call")]
    [TestCase("""{"choices": [{"message": null}]}""", "no content")]
    [TestCase("""{"choices": []}""", "no choice")]
    [TestCase("""{"id": "c"}""", "no choice")]
    public async Task A_response_without_choices_is_reported_with_its_raw_body(string body, string found)
    {
        using var client = TestClient.Answering(body);

        var thrown = await Assert.CatchAsync<OpperSerializationException>(() => client.Opper.Chat.CompleteAsync<int>(Request));

        Assert.That((thrown!.Found, thrown.RawBody), Is.EqualTo((found, body)));
    }

    private static string Event(string choice, string? usage = null) =>
        new StringBuilder("data: {\"id\": \"c\", \"created\": 1, \"model\": \"m\", \"choices\": [").Append(choice).Append(']')
            .Append(usage is null ? null : ", \"usage\": " + usage).Append("}\n\n").ToString();

    private static async Task<(bool IsStreamed, ChatCompletion Completion)[]> BothAsync(string message, string usage)
    {
        using var whole = TestClient.Answering($$$"""{"choices": [{"index": 0, "message": {{{message}}}, "finish_reason": "stop"}], "usage": {{{usage}}}}""");
        using var streamed = TestClient.Streaming(
            $$$"""data: {"choices": [{"index": 0, "delta": {{{message}}}, "finish_reason": "stop"}], "usage": {{{usage}}}}""" + "\n\ndata: [DONE]\n\n");
        return [(false, await whole.Opper.Chat.CompleteAsync(Request)), (true, await streamed.Opper.Chat.StreamAsync(Request).GetFinalCompletionAsync())];
    }
}
