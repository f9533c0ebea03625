using System.Net;
using System.Text;
using Newtonsoft.Json.Linq;
using Opper.Chat;

namespace Opper.Extensions.AI.Tests;

// Inside the namespace, so that these types take precedence over those of Opper with the same names.
using Microsoft.Extensions.AI;

/// <summary>Contents of a response other than text are returned, buffered and streamed, and sent back with the history.</summary>
public sealed class ResponseTests
{
    private const string Image = "data:image/png;base64,AQID";

    [TestCase("reasoning_content")]
    [TestCase("reasoning")]
    [TestCase("reasoning_text")]
    [TestCase("thinking")]
    public async Task Reasoning_text_is_sent_back_in_its_original_field(string field)
    {
        var (responses, sent) = await AskAsync($$"""{"role": "assistant", "content": "4", "{{field}}": "2 and 2"}""");

        foreach (var response in responses)
        {
            Assert.That(response.Messages.Single().Contents.OfType<TextReasoningContent>().Single().Text, Is.EqualTo("2 and 2"));
        }

        Assert.That(sent.Select(message => ((string?)message[field], (string?)message["content"])), Is.All.EqualTo(("2 and 2", "4")));
    }

    [TestCase("reasoning_details", """[{"type": "reasoning.encrypted", "data": "AA=="}]""")]
    [TestCase("thinking_blocks", """[{"type": "thinking", "thinking": "hm", "signature": "s"}]""")]
    [TestCase("encrypted_content", "\"AA==\"")]
    public async Task Opaque_reasoning_data_is_sent_back_unchanged(string field, string value)
    {
        var (responses, sent) = await AskAsync($$"""{"role": "assistant", "content": "4", "reasoning": "2 and 2", "{{field}}": {{value}}}""");

        Assert.That(responses.Select(response =>
            response.Messages.Single().Contents.OfType<TextReasoningContent>().Count(content => content.ProtectedData is not null)), Is.All.EqualTo(1));
        Assert.That(sent,
            Is.All.Matches<JToken>(message => JToken.DeepEquals(message![field], JToken.Parse(value)) && (string?)message["reasoning"] == "2 and 2"));
    }

    [Test]
    public async Task Reasoning_is_omitted_if_not_requested()
    {
        var (responses, _) = await AskAsync("""{"role": "assistant", "content": "4", "reasoning": "2 and 2"}""",
            new ChatOptions { Reasoning = new ReasoningOptions { Output = ReasoningOutput.None } });

        Assert.That(responses.Select(response => response.Messages.Single().Contents.Single()), Is.All.TypeOf<TextContent>());
    }

    [Test]
    public async Task Generated_images_are_returned_and_can_be_sent_back()
    {
        var (responses, sent) = await AskAsync($$$"""{"role": "assistant", "content": "Here.", "images": [{"type": "image_url", "image_url": """
            + $$$"""{"url": "{{{Image}}}"}}, {"type": "image_url", "image_url": {"url": "https://x.test/a.png"}}]}""");

        foreach (var response in responses)
        {
            Assert.That(response.Messages.Single().Contents.OfType<DataContent>().Single().Data.ToArray(), Is.EqualTo(new byte[] { 1, 2, 3 }));
            Assert.That(response.Messages.Single().Contents.OfType<UriContent>().Single().Uri.AbsoluteUri, Is.EqualTo("https://x.test/a.png"));
        }

        Assert.That(sent.Select(message => ((string?)message["content"], (string?)message["images"]![0]!["image_url"]!["url"],
            (string?)message["images"]![1]!["image_url"]!["url"])), Is.All.EqualTo(("Here.", Image, "https://x.test/a.png")));
    }

    [TestCase(null, "audio/wav")]
    [TestCase("mp3", "audio/mpeg")]
    [TestCase("pcm16", "audio/pcm")]
    [TestCase("opus", "audio/opus")]
    public async Task Generated_audio_has_the_requested_format_and_is_sent_back_by_id(string? format, string mediaType)
    {
        var options = format is null ? null : new ChatOptions
        {
            RawRepresentationFactory = _ =>
                new ChatCompletionRequest { Modalities = ["text", "audio"], Audio = new ChatAudioOptions { Format = format, Voice = "alloy" } },
        };
        var (responses, sent) = await AskAsync(
            """{"role": "assistant", "content": null, "audio": {"id": "audio_1", "data": "AQID", "transcript": "Hello", "expires_at": 1700000000}}""", options);

        foreach (var response in responses)
        {
            var speech = response.Messages.Single().Contents.OfType<DataContent>().Single();
            Assert.That((speech.MediaType, Convert.ToHexString(speech.Data.Span), response.Text), Is.EqualTo((mediaType, "010203", "Hello")));
        }

        Assert.That(sent.Select(message => (string?)message["audio"]!["id"]), Is.All.EqualTo("audio_1"));
    }

    [Test]
    public async Task Sources_are_returned_as_annotations()
    {
        var (responses, _) = await AskAsync("""{"role": "assistant", "content": "4", "annotations": [{"type": "url_citation", "url_citation": """
            + """{"url": "https://x.test/a", "title": "A", "start_index": 0, "end_index": 1}}]}""");

        foreach (var response in responses)
        {
            var citation = response.Messages.Single().Contents.SelectMany(content => content.Annotations ?? []).OfType<CitationAnnotation>().Single();
            Assert.That((citation.Url!.AbsoluteUri, citation.Title, ((TextSpanAnnotatedRegion)citation.AnnotatedRegions!.Single()).EndIndex),
                Is.EqualTo(("https://x.test/a", "A", (int?)1)));
            Assert.That(response.Text, Is.EqualTo("4"));
        }
    }

    [Test]
    public async Task Unknown_fields_of_a_tool_call_are_sent_back()
    {
        var (responses, sent) = await AskAsync("""{"role": "assistant", "tool_calls": [{"index": 0, "id": "call_1", "type": "function", "function": """
            + """{"name": "f", "arguments": "{}"}, "extra_content": {"google": {"thought_signature": "c2ln"}}}]}""");

        Assert.That(responses.Select(response => response.Messages.Single().Contents.OfType<FunctionCallContent>().Single().CallId), Is.All.EqualTo("call_1"));
        Assert.That(sent.Select(message => (string?)message["tool_calls"]![0]!["extra_content"]!["google"]!["thought_signature"]), Is.All.EqualTo("c2ln"));
    }

    [Test]
    public async Task A_refusal_is_returned_as_error_content_and_can_be_sent_back()
    {
        var (responses, sent) = await AskAsync("""{"role": "assistant", "content": null, "refusal": "I will not."}""");

        Assert.That(responses.Select(response => response.Messages.Single().Contents.OfType<ErrorContent>().Single())
            .Select(error => (error.Message, error.ErrorCode)), Is.All.EqualTo(("I will not.", "Refusal")));
        Assert.That(sent.Select(message => (string?)message["refusal"]), Is.All.EqualTo("I will not."));
    }

    [TestCase("\"\"")]
    [TestCase("null")]
    public async Task An_empty_refusal_is_ignored(string refusal)
    {
        var (responses, _) = await AskAsync($$"""{"role": "assistant", "content": "4", "refusal": {{refusal}}}""");

        Assert.That(responses.Select(response => response.Messages.Single().Contents.Single()), Is.All.TypeOf<TextContent>());
    }

    [Test]
    public async Task Unknown_fields_are_additional_properties()
    {
        var (responses, _) = await AskAsync("""{"role": "assistant", "content": "4", "x_message": {"a": 1}}""",
            others: ", \"system_fingerprint\": \"fp\", \"x_answer\": \"b\"");

        foreach (var response in responses)
        {
            // ToChatResponse copies the properties of updates to the message.
            var ofMessage = response.Messages.Single().AdditionalProperties!;
            var ofResponse = response.AdditionalProperties ?? ofMessage;
            Assert.That((ofResponse["system_fingerprint"], ofResponse["x_answer"]), Is.EqualTo(((object)"fp", (object)"b")));
            Assert.That(((System.Text.Json.JsonElement)ofMessage["x_message"]!).GetProperty("a").GetInt32(), Is.EqualTo(1));
        }
    }

    [Test]
    public async Task Finish_reasons_of_other_providers_are_mapped_to_those_of_OpenAI()
    {
        foreach (var (word, reason) in new[]
        {
            ("end_turn", ChatFinishReason.Stop),
            ("MAX_TOKENS", ChatFinishReason.Length),
            ("tool_use", ChatFinishReason.ToolCalls),
            ("SAFETY", ChatFinishReason.ContentFilter),
            ("eos", ChatFinishReason.Stop),
            ("odd", new ChatFinishReason("odd")),
        })
        {
            var (responses, _) = await AskAsync("""{"role": "assistant", "content": "4"}""", reason: word);

            Assert.That(responses.Select(response => response.FinishReason), Is.All.EqualTo(reason), word);
        }
    }

    /// <summary>Requests a response, buffered and streamed, and sends each back.</summary>
    private static async Task<(List<ChatResponse> Responses, List<JToken> Sent)> AskAsync(string message, ChatOptions? options = null,
        string others = "", string reason = "stop")
    {
        const string Head = """{"id": "c", "created": 1, "model": "m", "choices": [{"index": 0, """;
        var whole = $"{Head}\"message\": {message}, \"finish_reason\": \"{reason}\"}}]{others}}}";
        var streamed = $"data: {Head}\"delta\": {message}, \"finish_reason\": \"{reason}\"}}]{others}}}\n\ndata: [DONE]\n\n";
        var server = new Server(whole, whole, streamed, whole);
        var chat = new OpperClient(new OpperClientOptions { ApiKey = "key", BaseUrl = "https://api.example.test", MaxRetries = 0 },
            new HttpClient(server)).AsChatClient();
        var responses = new List<ChatResponse> { await chat.GetResponseAsync("Hi", options) };
        await chat.GetResponseAsync(responses[0].Messages);
        responses.Add(await chat.GetStreamingResponseAsync("Hi", options).ToChatResponseAsync());
        await chat.GetResponseAsync(responses[1].Messages);
        return (responses, [server.Sent[1]["messages"]![0]!, server.Sent[3]["messages"]![0]!]);
    }

    private sealed class Server(params string[] answers) : HttpMessageHandler
    {
        public List<JObject> Sent { get; } = [];

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Sent.Add(JObject.Parse(await request.Content!.ReadAsStringAsync(cancellationToken)));
            var answer = answers[Sent.Count - 1];
            return new HttpResponseMessage(HttpStatusCode.OK)
            {
                Content = new StringContent(answer, Encoding.UTF8,
                    answer.StartsWith("data", StringComparison.Ordinal) ? "text/event-stream" : "application/json"),
            };
        }
    }
}
