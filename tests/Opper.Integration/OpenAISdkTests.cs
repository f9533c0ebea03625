using System.ClientModel;
using System.ClientModel.Primitives;
using System.Text;
using System.Text.Json;
using OpenAI;
using Opper.Chat;
using Opper.Emulator;

namespace Opper.Integration;

// Inside the namespace, so that the types of OpenAI take precedence over those of Opper with the same names.
using OpenAI.Chat;

/// <summary>The official OpenAI SDK for .NET, unmodified, against the emulator: its chat endpoint, and the compat surface.</summary>
/// <param name="path">The base URL, as users of the SDK change it.</param>
[TestFixture("v2/openai")]
[TestFixture("v3/compat")]
public sealed class OpenAISdkTests(string path)
{
    private static readonly ChatTool Weather = ChatTool.CreateFunctionTool("get_weather", "Tells the weather of a city.", BinaryData.FromString("""
        {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"], "additionalProperties": false}
        """));

    private TestedEmulator _emulator = null!;

    [SetUp]
    public async Task StartAsync() => _emulator = await TestEmulator.StartAsync();

    [TearDown]
    public async Task StopAsync() => await _emulator.DisposeAsync();

    [Test]
    public async Task A_chat_response_is_marked_as_not_from_a_model()
    {
        var completion = (await Client().CompleteChatAsync(new SystemChatMessage("Be brief."), new UserChatMessage("Hello there"))).Value;

        Assert.That(completion.Content[0].Text, Does.Contain("no language model").And.Contain("Hello there"));
        Assert.That(completion.SystemFingerprint, Is.EqualTo("emulator/built-in"));
        Assert.That((completion.FinishReason, completion.Model, completion.Role),
            Is.EqualTo((ChatFinishReason.Stop, "openai/gpt-4o-mini", ChatMessageRole.Assistant)));
        Assert.That(completion.Usage.TotalTokenCount, Is.EqualTo(completion.Usage.InputTokenCount + completion.Usage.OutputTokenCount).And.GreaterThan(0));
    }

    [Test]
    public async Task The_legacy_base_URL_is_served_too()
    {
        var completion = (await Client("compat/openai").CompleteChatAsync(new UserChatMessage("Hello there"))).Value;

        Assert.That(completion.Content[0].Text, Does.Contain("Hello there"));
    }

    [Test]
    public async Task A_stream_has_text_a_finish_reason_and_usage()
    {
        _emulator.OnChat().Streams("Once ", "upon a ", "time");
        var text = new List<string>();
        ChatFinishReason? reason = null;
        ChatTokenUsage? usage = null;

        await foreach (var update in Client().CompleteChatStreamingAsync(new UserChatMessage("Tell a story")))
        {
            text.AddRange(update.ContentUpdate.Select(part => part.Text).Where(part => part.Length > 0));
            reason = update.FinishReason ?? reason;
            usage = update.Usage ?? usage;
        }

        Assert.That(text, Is.EqualTo(new[] { "Once ", "upon a ", "time" }));
        Assert.That(reason, Is.EqualTo(ChatFinishReason.Stop));
        Assert.That(usage!.OutputTokenCount, Is.GreaterThan(0));
    }

    [Test]
    public async Task A_tool_is_called_with_arguments_from_the_message_and_its_result_is_reported()
    {
        var messages = new List<ChatMessage> { new UserChatMessage("What is the weather like?\nCity: Oslo") };
        var options = new ChatCompletionOptions { Tools = { Weather } };

        var asked = (await Client().CompleteChatAsync(messages, options)).Value;
        messages.Add(new AssistantChatMessage(asked));
        messages.Add(new ToolChatMessage(asked.ToolCalls[0].Id, "Snow, minus 4"));
        var told = (await Client().CompleteChatAsync(messages, options)).Value;

        Assert.That((asked.FinishReason, asked.ToolCalls[0].FunctionName), Is.EqualTo((ChatFinishReason.ToolCalls, "get_weather")));
        Assert.That(asked.ToolCalls[0].FunctionArguments.ToString(), Is.EqualTo("""{"city":"Oslo"}"""));
        Assert.That(told.FinishReason, Is.EqualTo(ChatFinishReason.Stop));
        Assert.That(told.Content[0].Text, Does.Contain("get_weather gave: Snow, minus 4"));
    }

    [Test]
    public async Task An_unrelated_message_calls_a_tool_only_if_required()
    {
        var message = new UserChatMessage("Good morning");

        var free = (await Client().CompleteChatAsync([message], new ChatCompletionOptions { Tools = { Weather } })).Value;
        var forced = (await Client().CompleteChatAsync([message],
            new ChatCompletionOptions { Tools = { Weather }, ToolChoice = ChatToolChoice.CreateRequiredChoice() })).Value;
        var named = (await Client().CompleteChatAsync([message],
            new ChatCompletionOptions { Tools = { Weather }, ToolChoice = ChatToolChoice.CreateFunctionChoice("get_weather") })).Value;

        Assert.That(new[] { free, forced, named }.Select(completion => completion.ToolCalls.Count), Is.EqualTo(new[] { 0, 1, 1 }));
    }

    [Test]
    public async Task Several_tool_calls_are_streamed_in_fragments()
    {
        _emulator.OnChat().CallsTools(("get_weather", new { city = "Oslo" }), ("get_weather", new { city = "Trondheim" }));
        var calls = new SortedDictionary<int, (string Id, string Name, StringBuilder Arguments, int Fragments)>();
        ChatFinishReason? reason = null;

        await foreach (var update in Client().CompleteChatStreamingAsync([new UserChatMessage("hi")], new ChatCompletionOptions { Tools = { Weather } }))
        {
            reason = update.FinishReason ?? reason;
            foreach (var call in update.ToolCallUpdates)
            {
                var known = calls.GetValueOrDefault(call.Index, (call.ToolCallId, call.FunctionName, new StringBuilder(), 0));
                known.Item3.Append(call.FunctionArgumentsUpdate.ToString());
                calls[call.Index] = (known.Item1, known.Item2, known.Item3, known.Item4 + 1);
            }
        }

        Assert.That(reason, Is.EqualTo(ChatFinishReason.ToolCalls));
        Assert.That(calls.Values.Select(call => (call.Name, call.Arguments.ToString())),
            Is.EqualTo(new[] { ("get_weather", """{"city":"Oslo"}"""), ("get_weather", """{"city":"Trondheim"}""") }));
        Assert.That(calls.Values.Select(call => call.Fragments), Is.All.GreaterThan(2));
        Assert.That(calls.Values.Select(call => call.Id), Is.Unique);
    }

    [Test]
    public async Task A_schema_is_filled_from_the_message()
    {
        var options = new ChatCompletionOptions
        {
            ResponseFormat = ChatResponseFormat.CreateJsonSchemaFormat("mail", BinaryData.FromString("""
                {"type": "object", "properties": {"email": {"type": "string", "format": "email"}, "amount": {"type": "number"}}, "required": ["email", "amount"], "additionalProperties": false}
                """), jsonSchemaIsStrict: true),
        };

        var completion = (await Client().CompleteChatAsync([new UserChatMessage("From ann@example.com: please pay an amount of 120.50 euros.")],
            options)).Value;

        using var json = JsonDocument.Parse(completion.Content[0].Text);
        Assert.That(json.RootElement.GetProperty("email").GetString(), Is.EqualTo("ann@example.com"));
        Assert.That(json.RootElement.GetProperty("amount").GetDecimal(), Is.EqualTo(120.50m));
    }

    [Test]
    public async Task JSON_mode_without_a_schema_returns_an_object()
    {
        var completion = (await Client().CompleteChatAsync([new UserChatMessage("Hello in JSON")],
            new ChatCompletionOptions { ResponseFormat = ChatResponseFormat.CreateJsonObjectFormat() })).Value;

        using var json = JsonDocument.Parse(completion.Content[0].Text);
        Assert.That(json.RootElement.ValueKind, Is.EqualTo(JsonValueKind.Object));
    }

    [Test]
    public async Task A_token_limit_and_a_stop_sequence_end_the_output()
    {
        const string Text = "one two three four five six seven eight nine ten";

        var limited = (await Client().CompleteChatAsync([new UserChatMessage(Text)], new ChatCompletionOptions { MaxOutputTokenCount = 3 })).Value;
        var stopped = (await Client().CompleteChatAsync([new UserChatMessage(Text)], new ChatCompletionOptions { StopSequences = { "three" } })).Value;

        Assert.That((limited.FinishReason, limited.Content[0].Text.Length), Is.EqualTo((ChatFinishReason.Length, 12)));
        Assert.That(stopped.FinishReason, Is.EqualTo(ChatFinishReason.Stop));
        Assert.That(stopped.Content[0].Text, Does.EndWith("two "));
    }

    [Test]
    public async Task An_image_is_accepted_and_described_by_its_type()
    {
        var completion = (await Client().CompleteChatAsync(new UserChatMessage(
            ChatMessageContentPart.CreateTextPart("What is this?"),
            ChatMessageContentPart.CreateImagePart(BinaryData.FromBytes([1, 2, 3]), "image/png")))).Value;

        Assert.That(completion.Content[0].Text, Does.Contain("an image (image/png), which it cannot read"));
    }

    [TestCase("no-such-model", "op-emulator", 400)]
    [TestCase("openai/gpt-4o-mini", "wrong", 401)]
    public async Task Errors_keep_their_status(string model, string key, int status)
    {
        await using var emulator = await TestEmulator.StartAsync(new OpperEmulatorOptions { ApiKey = "op-emulator" });

        var thrown = await Assert.CatchAsync<ClientResultException>(
            () => Client(path, model, key, emulator.BaseAddress).CompleteChatAsync(new UserChatMessage("hi")));

        Assert.That(thrown!.Status, Is.EqualTo(status));
    }

    [Test]
    public async Task A_scripted_failure_is_retried_by_the_SDK_until_the_script_succeeds()
    {
        _emulator.OnChat().Throws(503).Returns("At last.");
        var options = new OpenAIClientOptions { Endpoint = new Uri(_emulator.BaseAddress, path), RetryPolicy = new ClientRetryPolicy(1) };

        var completion = (await new ChatClient("openai/gpt-4o-mini", new ApiKeyCredential("k"), options).CompleteChatAsync(new UserChatMessage("hi"))).Value;

        Assert.That(completion.Content[0].Text, Is.EqualTo("At last."));
        Assert.That(_emulator.Requests.Select(request => request.StatusCode), Is.EqualTo(new[] { 503, 200 }));
    }

    private ChatClient Client(string? otherPath = null, string model = "openai/gpt-4o-mini", string key = "k", Uri? address = null) =>
        new(model, new ApiKeyCredential(key),
            new OpenAIClientOptions { Endpoint = new Uri(address ?? _emulator.BaseAddress, otherPath ?? path), RetryPolicy = new ClientRetryPolicy(0) });
}
