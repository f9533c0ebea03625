using Newtonsoft.Json.Linq;
using Opper.Chat;

namespace Opper.Extensions.AI.Tests;

// Inside the namespace, so that these types take precedence over those of Opper with the same names.
using Microsoft.Extensions.AI;

/// <summary>Each dialect with the chat client and the adapter, buffered, streamed and typed: all results are equal.</summary>
[TestFixtureSource(typeof(Dialect), nameof(Dialect.All))]
public sealed class ProviderDialectTests(Dialect dialect)
{
    private const string Text = """{"city":"Oslo","people":700000}""";

    private static readonly ChatCompletionRequest Request = new() { Messages = { Opper.Chat.ChatMessage.User("Capital of Norway?") } };

    [Test]
    public async Task The_chat_client_reads_the_response_of_each_provider()
    {
        var completion = await dialect.Client("answer").Opper.Chat.CompleteAsync(Request);

        Check(completion);
        Assert.That((await dialect.Client("answer").Opper.Chat.CompleteAsync<City>(Request)).Value, Is.EqualTo(new City("Oslo", 700000)));
    }

    [Test]
    public async Task The_chat_client_reads_the_stream_of_each_provider()
    {
        var stream = dialect.Client("stream").Opper.Chat.StreamAsync(Request);
        var text = string.Empty;
        await foreach (var piece in stream.TextAsync())
        {
            text += piece;
        }

        Assert.That(text, Is.EqualTo(Text));
        Check(await stream.GetFinalCompletionAsync());
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task The_adapter_reads_responses_and_streams_of_each_provider(bool isStreamed)
    {
        var chat = dialect.Client(isStreamed ? "stream" : "answer").Opper.AsChatClient();
        var updates = isStreamed ? await chat.GetStreamingResponseAsync("Capital of Norway?").ToListAsync() : [];
        var response = isStreamed ? updates.ToChatResponse() : await chat.GetResponseAsync("Capital of Norway?");

        var message = response.Messages.Single();
        Assert.That((message.Role, message.Text, response.ModelId ?? string.Empty), Is.EqualTo((ChatRole.Assistant, Text, dialect.Model)));
        Assert.That(string.Concat(message.Contents.OfType<TextReasoningContent>().Select(content => content.Text)),
            Is.EqualTo(dialect.Reasoning ?? string.Empty));
        Assert.That(response.FinishReason, Is.EqualTo(ChatFinishReason.Stop).Or.Null);
        Assert.That(response.ResponseId, Is.Null.Or.Not.Empty);
        Assert.That(response.Usage is { } usage ? (usage.InputTokenCount!.Value, usage.OutputTokenCount!.Value, usage.TotalTokenCount!.Value)
            : ((long, long, long)?)null, Is.EqualTo(dialect.Usage));
        Assert.That(message.Contents.Where(content => content is not (TextContent or TextReasoningContent)), Is.Empty);
        Assert.That(updates.SelectMany(update => update.Contents).OfType<UsageContent>().Count(), Is.EqualTo(isStreamed && dialect.Usage is not null ? 1 : 0));
    }

    [Test]
    public async Task The_adapter_reads_typed_responses_and_streams_of_each_provider()
    {
        Assert.That((await dialect.Client("answer").Opper.AsChatClient().GetResponseAsync<City>("Capital of Norway?")).Result,
            Is.EqualTo(new City("Oslo", 700000)));
        var stream = dialect.Client("stream").Opper.AsChatClient().GetStreamingResponseAsync<City>("Capital of Norway?");
        var cities = new List<string?>();
        City? final = null;
        await foreach (var partial in stream)
        {
            cities.Add(partial.Value?.Name);
            final = partial.IsFinal ? partial.Value : null;
        }

        Assert.That(final, Is.EqualTo(new City("Oslo", 700000)));
        Assert.That(cities, Does.Contain("Os"));
        Assert.That(stream.Response.Text, Is.EqualTo(Text));
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task Tool_calls_of_each_provider_are_invoked_and_their_results_returned(bool isStreamed)
    {
        Assume.That(dialect.HasTools, "This provider calls no functions.");
        var (opper, sent) = dialect.Client(isStreamed ? "tool stream" : "tools", isStreamed ? "stream" : "answer");
        var cities = new List<string>();
        var options = new ChatOptions { Tools = [AIFunctionFactory.Create((string city) => cities.Add(city), "get_weather")] };
        var chat = opper.AsChatClient().AsBuilder().UseFunctionInvocation().Build();

        var response = isStreamed ? await chat.GetStreamingResponseAsync("Weather?", options).ToChatResponseAsync()
            : await chat.GetResponseAsync("Weather?", options);

        Assert.That(cities, Is.Not.Empty.And.All.EqualTo("Oslo"));
        Assert.That(response.Messages[^1].Text, Is.EqualTo(Text));
        CheckCalls(JObject.Parse(sent[1]));
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task The_chat_client_can_send_back_tool_calls_of_each_provider(bool isStreamed)
    {
        Assume.That(dialect.HasTools, "This provider calls no functions.");
        var (opper, sent) = dialect.Client(isStreamed ? "tool stream" : "tools", "answer");

        var completion = isStreamed ? await opper.Chat.StreamAsync(Request).GetFinalCompletionAsync() : await opper.Chat.CompleteAsync(Request);
        var request = new ChatCompletionRequest { Messages = { completion.Choices[0].Message } };
        foreach (var call in completion.Choices[0].Message.ToolCalls!)
        {
            Assert.That(call.GetArguments<Arguments>(), Is.EqualTo(new Arguments("Oslo")));
            request.Messages.Add(Opper.Chat.ChatMessage.Tool(call, "Snow"));
        }

        await opper.Chat.CompleteAsync(request);

        CheckCalls(JObject.Parse(sent[1]));
    }

    private static void CheckCalls(JObject request)
    {
        var calls = request["messages"]!.Where(message => message["tool_calls"] is not null).SelectMany(message => message["tool_calls"]!).ToList();
        Assert.That(calls.Select(call => ((string?)call["type"], (string?)call["function"]!["name"], JObject.Parse((string)call["function"]!["arguments"]!)
            .ToString(Newtonsoft.Json.Formatting.None))), Is.All.EqualTo(("function", "get_weather", """{"city":"Oslo"}""")));
        Assert.That(calls.Select(call => (string?)call["id"]), Is.Unique.And.All.Not.Empty);
        Assert.That(request["messages"]!.Where(message => (string?)message["role"] == "tool").Select(message => (string?)message["tool_call_id"]),
            Is.EqualTo(calls.Select(call => (string?)call["id"])));
    }

    private void Check(ChatCompletion completion)
    {
        var message = completion.Choices.Single().Message;
        Assert.That((message.Role.Value, message.Content!.Text, completion.Model), Is.EqualTo(("assistant", Text, dialect.Model)));
        Assert.That(completion.Usage is { } usage ? (usage.PromptTokens, usage.CompletionTokens, usage.TotalTokens) : ((long, long, long)?)null,
            Is.EqualTo(dialect.Usage));
    }

    private sealed record City([property: System.Text.Json.Serialization.JsonPropertyName("city")] string Name,
        [property: System.Text.Json.Serialization.JsonPropertyName("people")] int People);

    private sealed record Arguments([property: System.Text.Json.Serialization.JsonPropertyName("city")] string City);
}
