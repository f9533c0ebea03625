using Newtonsoft.Json.Linq;
using Opper.Chat;

namespace Opper.Tests;

/// <summary>OpenAI-compatible chats, buffered and streamed.</summary>
public sealed class ChatTests
{
    private static readonly ChatCompletionRequest Request = new() { Messages = { new ChatMessage { Role = ChatRole.User, Content = "hi" } } };

    [Test]
    public async Task A_chat_stream_requests_streaming_and_returns_its_chunks()
    {
        using var client = TestClient.Streaming("""
            data: {"id": "c", "object": "chat.completion.chunk", "created": 1, "model": "m", "choices": [{"index": 0, "delta": {"role": "assistant", "content": "Hel"}, "finish_reason": null}]}

            data: {"id": "c", "object": "chat.completion.chunk", "created": 1, "model": "m", "choices": [{"index": 0, "delta": {"content": "lo"}, "finish_reason": "stop"}]}

            data: {"id": "c", "object": "chat.completion.chunk", "created": 1, "model": "m", "choices": [], "usage": {"prompt_tokens": 1, "completion_tokens": 2, "total_tokens": 3}}

            data: [DONE]


            """);
        var chunks = new List<ChatCompletionChunk>();

        await foreach (var chunk in client.Opper.Chat.StreamAsync(Request))
        {
            chunks.Add(chunk);
        }

        Assert.That(string.Concat(chunks.SelectMany(chunk => chunk.Choices).Select(choice => choice.Delta.Content)), Is.EqualTo("Hello"));
        Assert.That(chunks[1].Choices[0].FinishReason, Is.EqualTo(ChatFinishReason.Stop));
        Assert.That(chunks[2].Usage!.TotalTokens, Is.EqualTo(3));
        Assert.That((bool?)JObject.Parse(client.Sent[0].Body)["stream"], Is.True);
        Assert.That(client.Sent[0].Headers["Accept"], Is.EqualTo("text/event-stream"));
        Assert.That(Request.Stream, Is.Null, "the caller's request is not changed");
    }

    [Test]
    public async Task A_truncated_chat_stream_is_reported()
    {
        using var client = TestClient.Streaming("data: {\"id\": \"c\", \"choices\": [{\"index\": 0, \"delta\": {\"content\": \"Hel\"}}]}\n\n");

        var thrown = await Assert.CatchAsync<OpperStreamException>(async () =>
        {
            await foreach (var _ in client.Opper.Chat.StreamAsync(Request))
            {
            }
        });

        Assert.That(thrown!.IsTruncated, Is.True);
    }

    [Test]
    public async Task An_error_within_a_chat_stream_throws()
    {
        using var client = TestClient.Streaming("data: {\"error\": {\"message\": \"busy\", \"type\": \"server_error\"}}\n\ndata: [DONE]\n\n");

        var thrown = await Assert.CatchAsync<OpperStreamException>(async () =>
        {
            await foreach (var _ in client.Opper.Chat.StreamAsync(Request))
            {
            }
        });

        Assert.That((thrown!.ErrorType, thrown.ErrorMessage), Is.EqualTo(("server_error", "busy")));
    }

    [Test]
    public async Task CompleteAsync_does_not_request_a_stream()
    {
        using var client = TestClient.Answering("{}");

        var thrown = await Assert.CatchAsync<ArgumentException>(() => client.Opper.Chat.CompleteAsync(new ChatCompletionRequest { Stream = true }));

        Assert.That(thrown!.Message, Does.Contain("StreamAsync"));
        Assert.That(client.Sent, Is.Empty);
    }

    [Test]
    public async Task Content_tools_and_choices_accept_their_usual_forms()
    {
        using var client = TestClient.Answering("""{"id": "c", "object": "chat.completion", "created": 1, "model": "m", "choices": [{"index": """
            + """0, "finish_reason": "tool_calls", "message": {"role": "assistant", "content": null, "tool_calls": """
            + """[{"id": "call_1", "type": "function", "function": {"name": "lookup", "arguments": "{\"q\": \"house\"}"}}]}}]}""");
        var request = new ChatCompletionRequest
        {
            Model = "openai/gpt-4o-mini",
            Messages =
            {
                new ChatMessage { Role = ChatRole.System, Content = "Be brief." },
                new ChatMessage { Role = ChatRole.User, Content = new[] { new ChatContentPart { Type = "text", Text = "What is this?" },
                    new ChatContentPart { Type = "image_url", ImageUrl = new ChatImageUrl { Url = "https://x.test/a.png" } } } },
            },
            Tools = [new ChatTool
            {
                Type = ChatToolType.Function,
                Function = new ChatFunctionDefinition { Name = "lookup", Parameters = OpperSchema.For<Lookup>() },
            }],
            ToolChoice = ChatToolChoice.Function("lookup"),
            Stop = "END",
        };

        var completion = await client.Opper.Chat.CompleteAsync(request);

        Assert.That(completion.Choices[0].Message.ToolCalls![0].Function!.Name, Is.EqualTo("lookup"));
        Assert.That(JToken.DeepEquals(JObject.Parse(client.Sent[0].Body), JObject.Parse("""
            {
              "model": "openai/gpt-4o-mini",
              "messages": [
                {"role": "system", "content": "Be brief."},
                {"role": "user", "content": [{"type": "text", "text": "What is this?"}, {"type": "image_url", "image_url": {"url": "https://x.test/a.png"}}]}
              ],
              "tools": [{"type": "function", "function": {"name": "lookup", "parameters": {"type": "object", "properties": {"q": {"type": "string"}}, "required": ["q"], "additionalProperties": false}}}],
              "tool_choice": {"type": "function", "function": {"name": "lookup"}},
              "stop": "END"
            }
            """)), client.Sent[0].Body);
    }

    private sealed record Lookup(string q);
}
