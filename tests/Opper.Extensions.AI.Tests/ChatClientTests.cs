using Newtonsoft.Json.Linq;
using Opper.Chat;

namespace Opper.Extensions.AI.Tests;

// Inside the namespace, so that these types take precedence over those of Opper with the same names.
using Microsoft.Extensions.AI;

/// <summary>Chats through Microsoft.Extensions.AI: requests and responses.</summary>
public sealed class ChatClientTests : EmulatorFixture
{
    [Test]
    public async Task A_response_has_text_tokens_ids_and_a_raw_representation()
    {
        Emulator.OnChat().Returns("Hello, Ann.");

        var response = await Opper.AsChatClient(Model).GetResponseAsync("Hi, I am Ann.");

        Assert.That((response.Text, response.ModelId, response.FinishReason), Is.EqualTo(("Hello, Ann.", Model, ChatFinishReason.Stop)));
        Assert.That(response.Usage!.TotalTokenCount, Is.EqualTo(response.Usage.InputTokenCount + response.Usage.OutputTokenCount).And.GreaterThan(0));
        Assert.That(response.Messages.Single().Role, Is.EqualTo(ChatRole.Assistant));
        Assert.That(response.RawRepresentation, Is.TypeOf<ChatCompletion>());
        Assert.That(response.ResponseId, Is.EqualTo(((ChatCompletion)response.RawRepresentation!).Id));
        Assert.That(response.AdditionalProperties!["system_fingerprint"], Is.EqualTo("emulator/scripted"));
    }

    [Test]
    public async Task Streamed_updates_form_the_same_response()
    {
        Emulator.OnChat().Streams("Hel", "lo, ", "Ann.");
        var updates = new List<ChatResponseUpdate>();

        await foreach (var update in Opper.AsChatClient(Model).GetStreamingResponseAsync("Hi"))
        {
            updates.Add(update);
        }

        var response = updates.ToChatResponse();
        Assert.That(updates.Select(update => update.Text).Where(text => !string.IsNullOrEmpty(text)), Is.EqualTo(new[] { "Hel", "lo, ", "Ann." }));
        Assert.That((response.Text, response.FinishReason, response.ModelId), Is.EqualTo(("Hello, Ann.", ChatFinishReason.Stop, Model)));
        Assert.That(response.Usage!.OutputTokenCount, Is.GreaterThan(0));
        Assert.That(updates, Has.All.Matches<ChatResponseUpdate>(update => update!.Role == ChatRole.Assistant || update.Contents.OfType<UsageContent>().Any()));
        Assert.That(updates[0].RawRepresentation, Is.TypeOf<ChatCompletionChunk>());
    }

    [Test]
    public async Task Options_are_sent_under_the_names_of_the_API()
    {
        await Opper.AsChatClient("other/model").GetResponseAsync("Hi", new ChatOptions
        {
            Instructions = "Be brief.",
            ModelId = Model,
            Temperature = 0.1f,
            TopP = 0.9f,
            FrequencyPenalty = 0.5f,
            PresencePenalty = -0.5f,
            MaxOutputTokens = 50,
            Seed = 7,
            StopSequences = ["END"],
            Reasoning = new ReasoningOptions { Effort = ReasoningEffort.Low },
            ResponseFormat = ChatResponseFormat.Text,
            AdditionalProperties = new() { ["tags"] = new Dictionary<string, string> { ["env"] = "test" }, ["verbosity"] = "low", ["x_new"] = new { a = 1 } },
        });

        Assert.That(JToken.DeepEquals(Sent.Single(), JObject.Parse("""
            {
              "model": "openai/gpt-4o-mini",
              "messages": [{"role": "system", "content": "Be brief."}, {"role": "user", "content": "Hi"}],
              "temperature": 0.1, "top_p": 0.9, "frequency_penalty": 0.5, "presence_penalty": -0.5, "max_completion_tokens": 50, "seed": 7,
              "stop": ["END"], "reasoning_effort": "low", "verbosity": "low", "response_format": {"type": "text"}, "tags": {"env": "test"}, "x_new": {"a": 1}
            }
            """)), Sent.Single().ToString());
    }

    private static IEnumerable<TestCaseData> Unsupported()
    {
        yield return new TestCaseData(new ChatOptions { TopK = 3 }, "TopK");
        yield return new TestCaseData(new ChatOptions { ConversationId = "c" }, "ConversationId");
        yield return new TestCaseData(new ChatOptions { Reasoning = new ReasoningOptions { Effort = ReasoningEffort.ExtraHigh } }, "Reasoning.Effort");
        yield return new TestCaseData(new ChatOptions { Tools = [new HostedCodeInterpreterTool()] }, "HostedCodeInterpreterTool");
    }

    [TestCaseSource(nameof(Unsupported))]
    public async Task An_option_that_the_API_lacks_is_rejected_by_name(ChatOptions options, string name)
    {
        var thrown = await Assert.CatchAsync<NotSupportedException>(() => Opper.AsChatClient(Model).GetResponseAsync("Hi", options));

        Assert.That(thrown!.Message, Does.Contain(name));
        Assert.That(Emulator.Requests, Is.Empty);
    }

    [Test]
    public async Task An_additional_property_of_the_wrong_type_is_rejected_by_name()
    {
        var thrown = await Assert.CatchAsync<ArgumentException>(
            () => Opper.AsChatClient(Model).GetResponseAsync("Hi", new ChatOptions { AdditionalProperties = new() { ["n"] = "many" } }));

        Assert.That(thrown!.Message, Does.Contain("[\"n\"]"));
    }

    [Test]
    public async Task Values_of_a_raw_request_take_precedence_over_options()
    {
        await Opper.AsChatClient(Model).GetResponseAsync("Hi", new ChatOptions
        {
            Temperature = 0.1f,
            TopP = 0.9f,
            RawRepresentationFactory = _ =>
                new ChatCompletionRequest { Temperature = 1, Store = true, Model = new[] { "mistral/mistral-small", "openai/gpt-4o" } },
        });

        var sent = Sent.Single();
        Assert.That(((double?)sent["temperature"], (double?)sent["top_p"], (bool?)sent["store"]), Is.EqualTo((1.0, 0.9, true)));
        Assert.That(sent["model"]!.Select(model => (string?)model), Is.EqualTo(new[] { "mistral/mistral-small", "openai/gpt-4o" }));
    }

    [Test]
    public async Task Images_audio_and_files_are_sent_in_the_format_of_the_API()
    {
        var message = new ChatMessage(ChatRole.User,
        [
            new TextContent("What is this?"),
            new DataContent(new byte[] { 1, 2, 3 }, "image/png") { AdditionalProperties = new() { ["detail"] = "low" } },
            new UriContent("https://x.test/a.png", "image/png"),
            new DataContent(new byte[] { 4 }, "audio/wav"),
            new DataContent(new byte[] { 5 }, "application/pdf") { Name = "a.pdf" },
            new HostedFileContent("file_1"),
        ]);

        var response = await Opper.AsChatClient(Model).GetResponseAsync([message]);

        Assert.That(response.Text, Does.Contain("an image (image/png)"));
        Assert.That(JToken.DeepEquals(Sent.Single()["messages"]![0]!["content"], JArray.Parse("""
            [
              {"type": "text", "text": "What is this?"},
              {"type": "image_url", "image_url": {"url": "data:image/png;base64,AQID", "detail": "low"}},
              {"type": "image_url", "image_url": {"url": "https://x.test/a.png"}},
              {"type": "input_audio", "input_audio": {"data": "BA==", "format": "wav"}},
              {"type": "file", "file": {"filename": "a.pdf", "file_data": "data:application/pdf;base64,BQ=="}},
              {"type": "file", "file": {"file_id": "file_1"}}
            ]
            """)), Sent.Single().ToString());
    }

    [Test]
    public async Task A_conversation_with_every_role_is_sent_back_unchanged()
    {
        var history = new List<ChatMessage>
        {
            new(ChatRole.User, "Weather?"),
            new(ChatRole.Assistant,
                [new TextReasoningContent("hm"), new FunctionCallContent("call_1", "weather", new Dictionary<string, object?> { ["city"] = "Oslo" })]),
            new(ChatRole.Tool, [new FunctionResultContent("call_1", new { degrees = -4 })]),
            new(ChatRole.Assistant, [new ErrorContent("I will not say.") { ErrorCode = "Refusal" }]),
            new(ChatRole.User, "Please."),
        };

        await Opper.AsChatClient(Model).GetResponseAsync(history);

        Assert.That(JToken.DeepEquals(Sent.Single()["messages"], JArray.Parse("""
            [
              {"role": "user", "content": "Weather?"},
              {"role": "assistant", "tool_calls": [{"id": "call_1", "type": "function", "function": {"name": "weather", "arguments": "{\"city\":\"Oslo\"}"}}]},
              {"role": "tool", "tool_call_id": "call_1", "content": "{\"degrees\":-4}"},
              {"role": "assistant", "refusal": "I will not say."},
              {"role": "user", "content": "Please."}
            ]
            """)), Sent.Single().ToString());
    }

    [Test]
    public async Task A_typed_response_is_requested_with_its_schema_and_deserialized()
    {
        var response = await Opper.AsChatClient(Model).GetResponseAsync<Mail>("From ann@example.com: please pay an amount of 120.50 euros.");

        Assert.That(response.Result, Is.EqualTo(new Mail("ann@example.com", 120.50m)));
        Assert.That((string?)Sent.Single()["response_format"]!["type"], Is.EqualTo("json_schema"));
        Assert.That(Sent.Single()["response_format"]!["json_schema"]!["schema"]!["properties"], Is.Not.Null);
    }

    [Test]
    public async Task JSON_without_a_schema_is_requested_as_a_JSON_object()
    {
        await Opper.AsChatClient(Model).GetResponseAsync("Say it in JSON.", new ChatOptions { ResponseFormat = ChatResponseFormat.Json });

        Assert.That(JToken.DeepEquals(Sent.Single()["response_format"], JObject.Parse("""{"type": "json_object"}""")));
    }

    [Test]
    public async Task A_chat_within_a_span_is_its_child()
    {
        await using (var span = await Opper.Spans.StartAsync("pipeline"))
        {
            await Opper.AsChatClient(Model).GetResponseAsync("Hi");

            Assert.That((string?)Sent.Single()["parent_span_id"], Is.EqualTo(span.Id));
        }
    }

    [Test]
    public async Task Failures_are_exceptions_of_the_library()
    {
        Emulator.OnChat().Throws(429).StreamsThenFails(["So "], "overloaded", "Too many");

        var refused = await Assert.CatchAsync<OpperRateLimitException>(() => Opper.AsChatClient(Model).GetResponseAsync("Hi"));
        var broken = await Assert.CatchAsync<OpperStreamException>(async () =>
        {
            await foreach (var _ in Opper.AsChatClient(Model).GetStreamingResponseAsync("Hi"))
            {
            }
        });

        Assert.That(refused, Is.Not.Null);
        Assert.That(broken!.ErrorMessage, Is.EqualTo("Too many"));
    }

    [Test]
    public void GetService_returns_the_client_and_its_metadata()
    {
        var chat = Opper.AsChatClient(Model);

        var metadata = chat.GetService<ChatClientMetadata>()!;
        Assert.That((metadata.ProviderName, metadata.ProviderUri, metadata.DefaultModelId), Is.EqualTo(("opper", Emulator.BaseAddress, Model)));
        Assert.That(chat.GetService<OpperClient>(), Is.SameAs(Opper));
        Assert.That(chat.GetService<IChatClient>(), Is.SameAs(chat));
        Assert.That(chat.GetService(typeof(OpperClient), "key"), Is.Null);
    }

    private sealed record Mail(string Email, decimal Amount);
}
