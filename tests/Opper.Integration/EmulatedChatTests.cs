using System.Text.Json.Nodes;
using Opper.Chat;
using Opper.Emulator;

namespace Opper.Integration;

/// <summary>Chats on the emulator with the Opper client: scripts, spans, usage.</summary>
public sealed class EmulatedChatTests : EmulatorFixture
{
    [Test]
    public async Task A_chat_creates_a_generation_span_under_its_parent_and_counts_as_usage()
    {
        await using var root = await Client.Spans.StartAsync("pipeline");

        var completion = await Client.Chat.CompleteAsync(Request("Hello", request =>
        {
            request.ParentSpanId = root.Id;
            request.Tags = new() { ["env"] = "test" };
        }));

        var trace = await Client.Traces.GetAsync((await Client.Spans.GetAsync(root.Id)).TraceId!);
        var span = await Client.Spans.GetAsync(trace.Spans!.Single(candidate => candidate.Id != root.Id).Id!);
        var usage = await Client.Analytics.GetUsageAsync(fields: ["total_tokens"], groupBy: ["env"]);
        Assert.That((span.Name, span.Type, span.ParentSpanId), Is.EqualTo(("openai/chat/completions", "generation", root.Id)));
        Assert.That((string?)span.Output, Is.EqualTo(completion.Choices[0].Message.Content!.Text));
        Assert.That((string?)usage.Single().AdditionalProperties["env"], Is.EqualTo("test"));
    }

    [Test]
    public async Task Scripts_respond_in_order_and_by_condition()
    {
        Emulator.OnChat().Returns("Else.");
        Emulator.OnChat().When(chat => chat.UserText == "weather").CallsTool("weather", new { city = "Oslo" }).Returns(chat => new { said = chat.UserText });

        var first = await Client.Chat.CompleteAsync(Request("weather"));
        var second = await Client.Chat.CompleteAsync(Request("weather"));
        var other = await Client.Chat.CompleteAsync(Request("news"));

        Assert.That(first.Choices[0].Message.ToolCalls!.Single().Function!.Arguments, Is.EqualTo("""{"city":"Oslo"}"""));
        Assert.That(second.Choices[0].Message.Content!.Text, Is.EqualTo("""{"said":"weather"}"""));
        Assert.That(other.Choices[0].Message.Content!.Text, Is.EqualTo("Else."));
    }

    [Test]
    public async Task A_scripted_failure_within_a_stream_reaches_the_client()
    {
        Emulator.OnChat().StreamsThenFails(["So far "], "overloaded", "Too many chats");
        var text = string.Empty;

        var thrown = await Assert.CatchAsync<OpperStreamException>(async () =>
        {
            await foreach (var chunk in Client.Chat.StreamAsync(Request("hi")))
            {
                text += chunk.Choices[0].Delta.Content;
            }
        });

        Assert.That(text, Is.EqualTo("So far "));
        Assert.That((thrown!.ErrorType, thrown.ErrorMessage), Is.EqualTo(("overloaded", "Too many chats")));
    }

    [Test]
    public async Task Several_choices_have_their_indexes()
    {
        var completion = await Client.Chat.CompleteAsync(Request("Hello", request => request.N = 3));

        Assert.That(completion.Choices.Select(choice => choice.Index), Is.EqualTo(new[] { 0, 1, 2 }));
    }

    [Test]
    public async Task Deprecated_functions_are_called_too()
    {
        var completion = await Client.Chat.CompleteAsync(Request("What is the weather?", request =>
            request.Functions = [new ChatFunctionDefinition
            {
                Name = "get_weather",
                Parameters = JsonNode.Parse("""{"type": "object", "properties": {}}"""),
            }]));

        Assert.That(completion.Choices[0].Message.FunctionCall!.Name, Is.EqualTo("get_weather"));
        Assert.That(completion.Choices[0].FinishReason, Is.EqualTo(ChatFinishReason.FunctionCall));
    }

    [Test]
    public async Task A_tool_choice_that_is_not_offered_is_rejected()
    {
        var thrown = await Assert.CatchAsync<OpperValidationException>(
            () => Client.Chat.CompleteAsync(Request("hi", request => request.ToolChoice = ChatToolChoice.Function("gone"))));

        Assert.That(thrown!.Body, Does.Contain("tool_choice").And.Contain("gone"));
    }

    private static ChatCompletionRequest Request(string text, Action<ChatCompletionRequest>? change = null)
    {
        var request = new ChatCompletionRequest { Messages = { new ChatMessage { Role = ChatRole.User, Content = text } } };
        change?.Invoke(request);
        return request;
    }
}
