using Newtonsoft.Json.Linq;
using Opper.Chat;

namespace Opper.Tests;

/// <summary>Chats whose outputs and tool arguments are C# types.</summary>
public sealed class TypedChatTests
{
    [Test]
    public async Task A_typed_response_is_requested_with_its_schema_and_deserialized()
    {
        using var client = TestClient.Answering(Completion("""{"city": "Oslo", "people": 700000}"""));
        var request = new ChatCompletionRequest { Messages = { ChatMessage.System("Be brief."), ChatMessage.User("Capital of Norway?") } };

        var result = await client.Opper.Chat.CompleteAsync<Capital>(request);

        Capital value = result;
        Assert.That((value.City, value.People, result.Completion.Id), Is.EqualTo(("Oslo", 700000, "c")));
        Assert.That(request.ResponseFormat, Is.Null, "the caller's request is not changed");
        Assert.That(JToken.DeepEquals(JObject.Parse(client.Sent[0].Body), JObject.Parse("""
            {
              "messages": [{"role": "system", "content": "Be brief."}, {"role": "user", "content": "Capital of Norway?"}],
              "response_format": {"type": "json_schema", "json_schema": {"name": "Capital", "strict": true, "schema":
                {"type": "object", "properties": {"City": {"type": "string"}, "People": {"type": "integer", "minimum": -2147483648, "maximum": 2147483647}}, "required": ["City", "People"], "additionalProperties": false}}}
            }
            """)), client.Sent[0].Body);
    }

    [Test]
    public async Task A_list_is_wrapped_and_unwrapped_transparently()
    {
        using var client = TestClient.Answering(Completion("""{"value": [1, 2]}"""));

        int[] numbers = await client.Opper.Chat.CompleteAsync<int[]>(new ChatCompletionRequest { Messages = { ChatMessage.User("Count.") } });

        Assert.That(numbers, Is.EqualTo(new[] { 1, 2 }));
    }

    [Test]
    public async Task A_string_is_plain_text()
    {
        using var client = TestClient.Answering(Completion("Oslo."));

        string text = await client.Opper.Chat.CompleteAsync<string>(new ChatCompletionRequest { Messages = { ChatMessage.User("Capital?") } });

        Assert.That(text, Is.EqualTo("Oslo."));
        Assert.That(client.Sent[0].Body, Does.Not.Contain("response_format"));
    }

    [Test]
    public async Task Output_that_does_not_match_the_type_is_reported_with_its_path_and_raw_text()
    {
        using var client = TestClient.Answering(Completion("""{"city": "Oslo", "people": "many"}"""));

        var thrown = await Assert.CatchAsync<OpperSerializationException>(
            () => client.Opper.Chat.CompleteAsync<Capital>(new ChatCompletionRequest { Messages = { ChatMessage.User("x") } }));

        Assert.That((thrown!.JsonPath, thrown.TargetType, thrown.RawBody), Is.EqualTo(("people", typeof(Capital), """{"city": "Oslo", "people": "many"}""")));
        Assert.That(thrown.Message, Does.Not.Contain("many"));
    }

    [Test]
    public async Task Truncated_output_is_reported()
    {
        using var client = TestClient.Answering(Completion("""{"city": "Os""", "length"));

        var thrown = await Assert.CatchAsync<OpperSerializationException>(
            () => client.Opper.Chat.CompleteAsync<Capital>(new ChatCompletionRequest { Messages = { ChatMessage.User("x") } }));

        Assert.That(thrown!.Message, Does.Contain("truncated at the token limit"));
    }

    [Test]
    public async Task A_refusal_throws()
    {
        using var client = TestClient.Answering("""{"id": "c", "created": 1, "model": "m", "choices": [{"index": 0, "finish_reason": "stop", "message": """
            + """{"role": "assistant", "content": null, "refusal": "I will not."}}]}""");

        var thrown = await Assert.CatchAsync<OpperSerializationException>(
            () => client.Opper.Chat.CompleteAsync<Capital>(new ChatCompletionRequest { Messages = { ChatMessage.User("x") } }));

        Assert.That((thrown!.JsonPath, thrown.Found), Is.EqualTo(("choices[0].message.content", "a refusal")));
        Assert.That(thrown.RawBody, Does.Contain("I will not."));
    }

    [Test]
    public async Task A_tool_can_be_described_by_a_type_and_its_arguments_deserialized_to_it()
    {
        using var client = TestClient.Answering("""{"id": "c", "created": 1, "model": "m", "choices": [{"index": """
            + """0, "finish_reason": "tool_calls", "message": {"role": "assistant", "content": null, "tool_calls": """
            + """[{"id": "call_1", "type": "function", "function": {"name": "weather", "arguments": "{\"City\": \"Oslo\"}"}}]}}]}""");
        var request = new ChatCompletionRequest
        {
            Messages = { ChatMessage.User("Weather in Oslo?") },
            Tools = [ChatTool.CreateFunction<Place>("weather", "Tells the weather.", strict: true)],
        };

        var completion = await client.Opper.Chat.CompleteAsync(request);

        Assert.That(completion.Choices[0].Message.ToolCalls![0].GetArguments<Place>(), Is.EqualTo(new Place("Oslo")));
        Assert.That(JToken.DeepEquals(JObject.Parse(client.Sent[0].Body)["tools"], JArray.Parse("""
            [{"type": "function", "function": {"name": "weather", "description": "Tells the weather.", "strict": true, "parameters":
              {"type": "object", "properties": {"City": {"type": "string", "description": "A city's name."}}, "required": ["City"], "additionalProperties": false}}}]
            """)), client.Sent[0].Body);
    }

    [TestCase("{\"City\": {}}", "City")]
    [TestCase("{}", "City")]
    [TestCase("Oslo", "")]
    public void Arguments_that_do_not_match_the_type_are_reported_with_their_text(string arguments, string path)
    {
        var call = new ChatToolCall { Id = "a", Type = ChatToolType.Function, Function = new ChatFunctionCall { Name = "weather", Arguments = arguments } };

        var thrown = Assert.Catch<OpperSerializationException>(() => call.GetArguments<Place>());

        Assert.That((thrown!.RawBody, thrown.JsonPath ?? string.Empty), Is.EqualTo((arguments, path)));
        Assert.That(thrown.Message, Does.Contain("weather"));
    }

    [Test]
    public void A_tool_call_without_arguments_is_read_as_an_empty_object()
    {
        var call = new ChatToolCall { Id = "a", Type = ChatToolType.Function, Function = new ChatFunctionCall { Name = "now", Arguments = "" } };

        Assert.That(call.GetArguments<Nothing>(), Is.Not.Null);
        Assert.That(call.GetArguments<JObject>(), Is.Empty);
    }

    [Test]
    public async Task Content_parts_are_sent_in_the_format_of_the_API()
    {
        using var client = TestClient.Answering(Completion("ok"));

        await client.Opper.Chat.CompleteAsync(new ChatCompletionRequest
        {
            Messages =
            {
                ChatMessage.User(
                    ChatContentPart.FromText("What is this?"),
                    ChatContentPart.FromImage([1, 2, 3], "image/png", "low"),
                    ChatContentPart.FromImage("https://x.test/a.png"),
                    ChatContentPart.FromAudio([4], "wav"),
                    ChatContentPart.FromFile([5], "application/pdf", "a.pdf")),
                ChatMessage.Assistant("A picture."),
            },
        });

        Assert.That(JToken.DeepEquals(JObject.Parse(client.Sent[0].Body), JObject.Parse("""
            {"messages": [{"role": "user", "content": [
              {"type": "text", "text": "What is this?"},
              {"type": "image_url", "image_url": {"url": "data:image/png;base64,AQID", "detail": "low"}},
              {"type": "image_url", "image_url": {"url": "https://x.test/a.png"}},
              {"type": "input_audio", "input_audio": {"data": "BA==", "format": "wav"}},
              {"type": "file", "file": {"filename": "a.pdf", "file_data": "data:application/pdf;base64,BQ=="}}]},
             {"role": "assistant", "content": "A picture."}]}
            """)), client.Sent[0].Body);
    }

    private static string Completion(string content, string reason = "stop") => new JObject
    {
        ["id"] = "c",
        ["created"] = 1,
        ["model"] = "m",
        ["choices"] = new JArray(new JObject { ["index"] = 0, ["finish_reason"] = reason,
            ["message"] = new JObject { ["role"] = "assistant", ["content"] = content } }),
    }.ToString();

    private sealed record Capital(string City, int People);

    private sealed record Place([property: System.ComponentModel.Description("A city's name.")] string City);

    private sealed record Nothing;
}
