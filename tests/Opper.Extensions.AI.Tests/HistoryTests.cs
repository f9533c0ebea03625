using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using Newtonsoft.Json.Linq;
using Opper.Chat;

namespace Opper.Extensions.AI.Tests;

// Inside the namespace, so that these types take precedence over those of Opper with the same names.
using Microsoft.Extensions.AI;

/// <summary>All contents of a history are sent, omitted with a log entry, or rejected by name.</summary>
public sealed class HistoryTests : EmulatorFixture
{
    private static readonly JObject Token = JObject.Parse("""{"a": {"b": [1, 2.50, "x", null]}, "at": "2024-01-01T00:00:00Z"}""");

    private static IEnumerable<object?> Values()
    {
        yield return Token;
        yield return JsonNode.Parse(Token.ToString());
        yield return System.Text.Json.JsonDocument.Parse(Token.ToString());
        yield return System.Text.Json.JsonDocument.Parse(Token.ToString()).RootElement;
        yield return RawJson.Parse(Token.ToString());
        yield return new Dictionary<string, object?> { ["a"] = Token["a"], ["at"] = Token["at"] };
        yield return new { a = Token["a"], at = Token["at"] };
    }

    [TestCaseSource(nameof(Values))]
    public async Task JSON_values_of_any_library_are_sent_unchanged(object value)
    {
        await Opper.AsChatClient(Model).GetResponseAsync(
            [
                new ChatMessage(ChatRole.Assistant, [new FunctionCallContent("c", "f", new Dictionary<string, object?> { ["x"] = value })]),
                new ChatMessage(ChatRole.Tool, [new FunctionResultContent("c", value)]),
            ],
            new ChatOptions { AdditionalProperties = new() { ["x_new"] = value } });

        var sent = Sent.Single();
        Assert.That(JToken.DeepEquals(sent["x_new"], Token), sent.ToString());
        Assert.That(JToken.DeepEquals(JToken.Parse((string)sent["messages"]![0]!["tool_calls"]![0]!["function"]!["arguments"]!)["x"], Token), sent.ToString());
        Assert.That(JToken.DeepEquals(JToken.Parse((string)sent["messages"]![1]!["content"]!), Token), sent.ToString());
    }

    [Test]
    public async Task JToken_values_of_every_kind_are_sent()
    {
        await Opper.AsChatClient(Model).GetResponseAsync("Hi", new ChatOptions
        {
            AdditionalProperties = new() { ["x_list"] = new JArray(1, "a"), ["x_value"] = new JValue(1.5m), ["x_text"] = new JValue("a"),
                ["x_null"] = JValue.CreateNull(), ["x_property"] = new JProperty("p", 1), ["x_raw"] = new JRaw("[1]") },
        });

        Assert.That(JToken.DeepEquals(new JObject(Sent.Single().Properties().Where(property => property.Name.StartsWith("x_", StringComparison.Ordinal))),
            JObject.Parse(
            """{"x_list": [1, "a"], "x_value": 1.5, "x_text": "a", "x_null": null, "x_property": {"p": 1}, "x_raw": [1]}""")), Sent.Single().ToString());
    }

    [TestCase("My Agent", "MyAgent")]
    [TestCase("Ann_7", "Ann_7")]
    [TestCase("Ålborg–Ö", "lborg")]
    [TestCase("日本", null)]
    [TestCase("", null)]
    [TestCase("a.b@c/d-e", "abcde")]
    public async Task An_author_name_is_reduced_to_the_characters_that_the_API_allows(string author, string? name)
    {
        await Opper.AsChatClient(Model).GetResponseAsync([new ChatMessage(ChatRole.User, "Hi") { AuthorName = author },
            new ChatMessage(ChatRole.User, "Hi") { AuthorName = author + new string('x', 100) }]);

        Assert.That((string?)Sent.Single()["messages"]![0]!["name"], Is.EqualTo(name));
        Assert.That((string?)Sent.Single()["messages"]![1]!["name"], Is.EqualTo((name + new string('x', 100))[..64]));
    }

    [Test]
    public async Task Contents_that_describe_a_response_are_omitted_and_logged()
    {
        using var log = new TestLog();

        await Chat(log).GetResponseAsync(
        [
            new ChatMessage(ChatRole.User, "Hi"),
            new ChatMessage(ChatRole.Assistant, [new ErrorContent("The connection broke.")]),
            new ChatMessage(ChatRole.Assistant, [new TextReasoningContent("hm"), new UsageContent(new UsageDetails()), new TextContent("Hello.")]),
            new ChatMessage(ChatRole.User, [new TextContent("Look."), new ErrorContent("x")]),
        ]);

        Assert.That(JToken.DeepEquals(Sent.Single()["messages"],
            JArray.Parse("""[{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello."}, {"role": "user", "content": "Look."}]""")),
            Sent.Single().ToString());
        Assert.That(log.Of(LogLevel.Debug),
            Has.Exactly(2).Contains(nameof(ErrorContent)).And.Exactly(1).Contains(nameof(UsageContent)).And.Exactly(1).Contains(nameof(TextReasoningContent)));
        Assert.That(log.Lines.Select(line => line.Text), Has.None.Contain("broke"));
    }

    [TestCase("https://x.test/a.pdf", "application/pdf")]
    [TestCase("https://x.test/a.mp4", "video/mp4")]
    [TestCase("https://x.test/a.mp3", "audio/mpeg")]
    public async Task A_file_that_the_API_cannot_fetch_is_sent_as_its_URL_in_text(string address, string mediaType)
    {
        using var log = new TestLog();

        await Chat(log).GetResponseAsync([new ChatMessage(ChatRole.User, [new TextContent("Read this."), new UriContent(address, mediaType)])]);

        Assert.That((string?)Sent.Single()["messages"]![0]!["content"]![1]!["text"], Is.EqualTo($"[{mediaType}] {address}"));
        Assert.That(log.Of(LogLevel.Warning).Single(), Does.Contain(mediaType).And.Not.Contain("x.test"));
    }

    [TestCase("data:image/png;base64,AQID", "image/png", "image_url")]
    [TestCase("data:application/pdf;base64,AQID", "application/pdf", "file")]
    [TestCase("data:audio/wav;base64,AQID", "audio/wav", "input_audio")]
    public async Task A_file_in_a_data_URL_is_sent_as_a_file(string address, string mediaType, string type)
    {
        await Opper.AsChatClient(Model).GetResponseAsync([new ChatMessage(ChatRole.User, [new TextContent("Look."), new UriContent(address, mediaType)])]);

        Assert.That((string?)Sent.Single()["messages"]![0]!["content"]![1]!["type"], Is.EqualTo(type));
    }

    [TestCase("audio/mpeg", "mp3")]
    [TestCase("audio/x-wav", "wav")]
    [TestCase("audio/flac", "flac")]
    [TestCase("audio/ogg", "ogg")]
    public async Task Audio_is_sent_with_its_format(string mediaType, string format)
    {
        await Opper.AsChatClient(Model).GetResponseAsync([new ChatMessage(ChatRole.User, [new DataContent(new byte[] { 1 }, mediaType)])]);

        Assert.That((string?)Sent.Single()["messages"]![0]!["content"]![0]!["input_audio"]!["format"], Is.EqualTo(format));
    }

    [Test]
    public async Task Every_content_of_models_and_tools_is_accepted_and_none_of_users_is_dropped_silently()
    {
        foreach (var content in Contents.All)
        {
            using var log = new TestLog();
            var sentBefore = Sent.Count;

            await Chat(log).GetResponseAsync([new ChatMessage(ChatRole.User, "Hi"), new ChatMessage(ChatRole.Assistant, [content]),
                new ChatMessage(ChatRole.Tool, [content])]);

            var messages = Sent[sentBefore]["messages"]!;
            Assert.That(messages.Count() > 1 || log.Lines.Count > 0, $"{content.GetType().Name} is neither sent nor logged");
            Assert.That(messages.Where(message => (string?)message["role"] == "tool").Select(message => (string?)message["tool_call_id"]), Is.All.Not.Empty);

            var (sent, lines) = (Sent.Count, log.Lines.Count);
            try
            {
                await Chat(log).GetResponseAsync([new ChatMessage(ChatRole.User, [new TextContent("Hi"), content])]);
                Assert.That(Sent[sent]["messages"]!.ToString().Length > 60 || log.Lines.Count > lines, $"{content.GetType().Name} is neither sent nor logged");
            }
            catch (NotSupportedException exception)
            {
                Assert.That(exception.Message, Does.Contain(content.GetType().Name));
            }
        }
    }

    [Test]
    public async Task Calls_and_results_without_ids_are_matched_by_order()
    {
        await Opper.AsChatClient(Model).GetResponseAsync(
        [
            new ChatMessage(ChatRole.Assistant, [new FunctionCallContent("", "f"), new FunctionCallContent("", "g")]),
            new ChatMessage(ChatRole.Tool, [new FunctionResultContent("", "of f"), new FunctionResultContent("", "of g")]),
        ]);

        var messages = Sent.Single()["messages"]!;
        var ids = messages[0]!["tool_calls"]!.Select(call => (string?)call["id"]).ToList();
        Assert.That(ids, Is.Unique.And.All.Not.Empty);
        Assert.That(messages.Skip(1).Select(message => ((string?)message["tool_call_id"], (string?)message["content"])),
            Is.EqualTo(new[] { (ids[0], "of f"), (ids[1], "of g") }));
    }

    [Test]
    public async Task Contents_of_a_message_are_sent_in_order()
    {
        await Opper.AsChatClient(Model).GetResponseAsync(
        [
            new ChatMessage(ChatRole.Assistant, [new TextContent("Let me see."), new FunctionCallContent("c", "f"),
                new FunctionResultContent("c", new List<AIContent> { new TextContent("a"), new TextContent("b") }), new TextContent("Done.")]),
        ]);

        Assert.That(Sent.Single()["messages"]!.Select(message => ((string?)message["role"], (string?)message["content"])),
            Is.EqualTo(new[] { ("assistant", "Let me see."), ("tool", "ab"), ("assistant", "Done.") }));
    }

    private IChatClient Chat(ILoggerFactory log) => Opper.WithOptions(options => options.LoggerFactory = log).AsChatClient(Model);
}
