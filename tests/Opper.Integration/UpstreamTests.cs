using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Opper.Chat;
using Opper.Emulator;

namespace Opper.Integration;

/// <summary>An emulator that forwards calls to an OpenAI-compatible server.</summary>
public sealed class UpstreamTests
{
    private const string Key = "sk-upstream-secret";

    private UpstreamFake _upstream = null!;
    private TestedEmulator _emulator = null!;
    private OpperClient _opper = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _upstream = await UpstreamFake.StartAsync();
        _emulator = await TestEmulator.StartAsync(new OpperEmulatorOptions { Upstream = _upstream.Address, UpstreamKey = Key });
        _opper = _emulator.CreateClient(options => options.MaxRetries = 0);
    }

    [TearDown]
    public async Task StopAsync()
    {
        await _emulator.DisposeAsync();
        await _upstream.DisposeAsync();
    }

    [Test]
    public async Task A_call_is_forwarded_as_a_chat_and_returns_its_output_and_tokens()
    {
        _upstream.Say("""{"city": "Oslo", "people": 700000}""");
        var result = await _opper.CallAsync<City>(new CallRequest
        {
            Name = "geo/city",
            Instructions = "Name the capital.",
            Input = new { country = "Norway" },
            Model = new ModelWithOptions { Name = "openai/gpt-4o-mini", Options = new Dictionary<string, object> { ["temperature"] = 0.1 } },
            Examples = [new CallExample { Input = "Sweden", Output = "Stockholm" }],
        });

        var sent = _upstream.Requests.Single();
        Assert.That((result.Value.city, result.Value.people, result.Response.Usage!.OutputTokens), Is.EqualTo(("Oslo", 700000, 7)));
        Assert.That(_upstream.Authorizations.Single(), Is.EqualTo("Bearer " + Key));
        Assert.That(((string?)sent["model"], (double?)sent["temperature"]), Is.EqualTo(("openai/gpt-4o-mini", 0.1)));
        Assert.That(sent["messages"]!.AsArray().Select(message => ((string?)message!["role"], (string?)message["content"])), Is.EqualTo(new[]
        {
            ("system", "Name the capital."), ("user", "Sweden"), ("assistant", "Stockholm"), ("user", """{"country":"Norway"}"""),
        }));
        Assert.That((string?)sent["response_format"]!["json_schema"]!["name"], Is.EqualTo("geo_city"));
        Assert.That(sent["response_format"]!["json_schema"]!["schema"]!["properties"]!.AsObject().Select(property => property.Key),
            Is.EqualTo(new[] { "city", "people" }));
    }

    [Test]
    public async Task Text_arrives_while_the_upstream_is_still_writing()
    {
        var request = new CallRequest { Name = "story", Input = "Tell." };
        var stream = _opper.StreamAsync(request);
        _upstream.Say("Once ");
        await using var chunks = stream.GetAsyncEnumerator();
        var text = await NextTextAsync(chunks);
        _upstream.Say("upon a time");
        var more = await NextTextAsync(chunks);
        _upstream.Finish();
        var isOver = !await chunks.MoveNextAsync();

        var span = await _opper.Spans.GetAsync(stream.SpanId!);
        Assert.That((text, more, isOver), Is.EqualTo(("Once ", "upon a time", true)));
        Assert.That(((string?)span.Output, (string?)span.Meta!["emulator"]), Is.EqualTo(("Once upon a time", "upstream")));
    }

    [Test]
    public async Task Structured_output_is_streamed_by_path_while_the_upstream_is_still_writing()
    {
        var stream = _opper.StreamAsync(new CallRequest { Name = "city", Input = "Norway", OutputSchema = OpperSchema.For<City>() });
        _upstream.Say("""{"city": "Os""");
        await using var chunks = stream.GetAsyncEnumerator();
        await chunks.MoveNextAsync();
        await chunks.MoveNextAsync();
        var first = chunks.Current;
        _upstream.Say("""lo", "people": 7000""");
        await chunks.MoveNextAsync();
        var second = chunks.Current;
        _upstream.Say("00}");
        await chunks.MoveNextAsync();
        var third = chunks.Current;
        _upstream.Finish();
        await chunks.MoveNextAsync();
        var result = await stream.GetFinalResultAsync();

        Assert.That(new[] { first, second, third }.Select(chunk => (chunk.JsonPath, chunk.Delta)),
            Is.EqualTo(new[] { ("city", "Os"), ("city", "lo"), ("people", "700000") }));
        Assert.That(result.JsonPayload!.ToString(), Is.EqualTo("""{"city":"Oslo","people":"700000"}"""));
    }

    [Test]
    public async Task Structured_output_split_anywhere_is_complete()
    {
        const string Json = """
             {"a.b" : "q\"\\\/\n\u00e9 \ud83d\ude00 å", "empty": "", "n": [-1.5e3, 0, true, false, null, [1, [2]], {"x": {"y": "z"}}], "none": {}, "last": 12}
            """;
        foreach (var letter in Json)
        {
            _upstream.Say(letter.ToString());
        }

        _upstream.Finish();
        var chunks = new List<StreamChunk>();
        await foreach (var chunk in _opper.StreamAsync(new CallRequest { Name = "n", Input = "x", OutputSchema = new { type = "object" } }))
        {
            chunks.Add(chunk);
        }

        var values = chunks.Where(chunk => chunk.JsonPath is not null).GroupBy(chunk => chunk.JsonPath)
            .Select(path => (path.Key, string.Concat(path.Select(chunk => chunk.Delta))));
        Assert.That(values, Is.EqualTo(new[]
        {
            ("a.b", "q\"\\/\né 😀 å"), ("empty", ""), ("n[0]", "-1.5e3"), ("n[1]", "0"), ("n[2]", "true"), ("n[3]", "false"), ("n[4]", ""), ("n[5][0]", "1"),
            ("n[5][1][0]", "2"), ("n[6].x.y", "z"), ("last", "12"),
        }));
    }

    [TestCase("{\"a\": tru}", "tru")]
    [TestCase("{\"a\" 1}", "'1' is invalid")]
    [TestCase("[1, 2", "invalid end of a number")]
    [TestCase("No.", "'N' is an invalid start")]
    public async Task A_streamed_output_that_is_not_JSON_is_reported_with_the_reason(string text, string problem)
    {
        _upstream.Say(text);
        _upstream.Finish();

        var thrown = await Assert.CatchAsync<OpperStreamException>(
            () => _opper.StreamAsync(new CallRequest { Name = "n", Input = "x", OutputSchema = new { type = "object" } }).GetFinalResultAsync());

        Assert.That(thrown!.ErrorMessage, Does.Contain(problem));
    }

    [Test]
    public async Task A_chat_is_forwarded_without_the_fields_of_Opper_and_streamed()
    {
        var request = new ChatCompletionRequest
        {
            Model = "openai/gpt-4o",
            Messages = { new ChatMessage { Role = ChatRole.User, Content = "hi" } },
            Tags = new() { ["a"] = "b" },
            Temperature = 0.5,
        };
        _upstream.Say("Hel");
        var chunks = _opper.Chat.StreamAsync(request).GetAsyncEnumerator();
        await chunks.MoveNextAsync();
        var first = chunks.Current;
        _upstream.Say("lo");
        await chunks.MoveNextAsync();
        var second = chunks.Current;
        _upstream.Finish();
        var rest = new List<ChatCompletionChunk>();
        while (await chunks.MoveNextAsync())
        {
            rest.Add(chunks.Current);
        }

        var sent = _upstream.Requests.Single();
        Assert.That((first.Choices[0].Delta.Content, second.Choices[0].Delta.Content, first.Model), Is.EqualTo(("Hel", "lo", "up-model")));
        Assert.That(rest, Has.Count.EqualTo(1), "the tokens were not asked for");
        Assert.That((sent.ContainsKey("tags"), (double?)sent["temperature"], (bool?)sent["stream_options"]!["include_usage"]), Is.EqualTo((false, 0.5, true)));
    }

    [Test]
    public async Task A_script_takes_precedence_over_the_upstream()
    {
        _emulator.OnCall("n").Returns("Scripted.");

        var response = await _opper.CallAsync(new CallRequest { Name = "n", Input = "x" });

        Assert.That((response.Message, _upstream.Requests.Count), Is.EqualTo(("Scripted.", 0)));
    }

    [Test]
    public async Task An_upstream_error_becomes_502_with_its_message_and_without_its_key()
    {
        _upstream.Answer = (context, _) =>
        {
            context.Response.StatusCode = 401;
            return context.Response.WriteAsync($$$"""{"error": {"message": "Key {{{Key}}} has no credit", "type": "billing"}}""");
        };

        var whole = await Assert.CatchAsync<OpperServerException>(() => _opper.CallAsync(new CallRequest { Name = "n", Input = "x" }));
        var streamed = await Assert.CatchAsync<OpperServerException>(
            () => _opper.StreamAsync(new CallRequest { Name = "n", Input = "x" }).GetFinalResultAsync());

        Assert.That(whole!.StatusCode, Is.EqualTo(System.Net.HttpStatusCode.BadGateway).Or.EqualTo(502));
        Assert.That(whole.Body, Does.Contain("401").And.Contain("*** has no credit").And.Not.Contain(Key));
        Assert.That(streamed!.Body, Does.Contain("has no credit"));
    }

    [Test]
    public async Task The_next_model_of_a_list_is_tried_when_one_fails()
    {
        _upstream.Answer = (context, request) =>
        {
            context.Response.StatusCode = (string?)request["model"] == "openai/gpt-4o" ? 500 : 200;
            return context.Response.WriteAsync("""{"choices": [{"message": {"content": "Well."}, "finish_reason": "stop"}]}""");
        };

        var response = await _opper.CallAsync(new CallRequest { Name = "n", Input = "x", Model = new[] { "openai/gpt-4o", "mistral/mistral-small" } });

        Assert.That(response.Message, Is.EqualTo("Well."));
        Assert.That(_upstream.Requests.Select(request => (string?)request["model"]), Is.EqualTo(new[] { "openai/gpt-4o", "mistral/mistral-small" }));
    }

    [Test]
    public async Task A_stream_truncated_by_the_upstream_ends_with_an_error()
    {
        _upstream.Answer = async (context, _) =>
        {
            context.Response.ContentType = "text/event-stream";
            await context.Response.WriteAsync(
                """data: {"choices": [{"index": 0, "delta": {"content": "So"}, "finish_reason": null}], "id": "c", "created": 1, "model": "m"}""" + "\n\n");
        };

        var call = await Assert.CatchAsync<OpperStreamException>(() => _opper.StreamAsync(new CallRequest { Name = "n", Input = "x" }).GetFinalResultAsync());
        var chat = await Assert.CatchAsync<OpperStreamException>(async () =>
        {
            await foreach (var _ in _opper.Chat.StreamAsync(
                new ChatCompletionRequest { Messages = { new ChatMessage { Role = ChatRole.User, Content = "hi" } } }))
            {
            }
        });

        Assert.That(new[] { call!.ErrorMessage, chat!.ErrorMessage }, Is.All.Contain("its stream ended without a finish reason"));
    }

    [Test]
    public async Task Prose_instead_of_JSON_is_an_error_and_a_code_fence_is_not()
    {
        var request = new CallRequest { Name = "n", Input = "x", OutputSchema = OpperSchema.For<City>() };
        _upstream.Say("I cannot say.");
        var prose = await Assert.CatchAsync<OpperServerException>(() => _opper.CallAsync(request));
        _upstream.Say("```json\n{\"city\": \"Oslo\", \"people\": 1}\n```");
        var fenced = await _opper.CallAsync<City>(request);
        _upstream.Say("```json\n{\"city\": \"Oslo\", ");
        _upstream.Say("\"people\": 1}\n```");
        _upstream.Finish();
        var streamed = await _opper.StreamAsync(request).GetFinalResultAsync();

        Assert.That(prose!.Body, Does.Contain("I cannot say."));
        Assert.That((fenced.Value.city, (string?)streamed.JsonPayload!["city"]), Is.EqualTo(("Oslo", "Oslo")));
    }

    [Test]
    public void The_upstream_is_read_from_the_environment_only_if_requested()
    {
        var before = Environment.GetEnvironmentVariable("OPPER_EMULATOR_UPSTREAM");
        try
        {
            Environment.SetEnvironmentVariable("OPPER_EMULATOR_UPSTREAM", "http://localhost:11434/v1");
            var options = new OpperEmulatorOptions { UpstreamModel = "own" };
            options.ReadUpstreamFromEnvironment();
            Environment.SetEnvironmentVariable("OPPER_EMULATOR_UPSTREAM", "localhost");
            var thrown = Assert.Catch<ArgumentException>(() => new OpperEmulatorOptions().ReadUpstreamFromEnvironment());

            Assert.That((options.Upstream, options.UpstreamModel), Is.EqualTo((new Uri("http://localhost:11434/v1"), "own")));
            Assert.That(thrown!.Message, Does.StartWith("OPPER_EMULATOR_UPSTREAM"));
        }
        finally
        {
            Environment.SetEnvironmentVariable("OPPER_EMULATOR_UPSTREAM", before);
        }
    }

    [Test]
    public async Task An_emulator_can_be_the_upstream_of_another()
    {
        await using var second = await TestEmulator.StartAsync(
            new OpperEmulatorOptions { Upstream = new Uri(_emulator.BaseAddress, "v2/openai"), UpstreamKey = "k", UpstreamModel = "mistral/mistral-small" });
        _emulator.OnChat().Returns(chat => $"From {(string?)chat.Input!["model"]}.");

        var response = await second.CreateClient().CallAsync(new CallRequest { Name = "n", Input = "x" });

        Assert.That(response.Message, Is.EqualTo("From mistral/mistral-small."));
    }

    private static async Task<string?> NextTextAsync(IAsyncEnumerator<StreamChunk> chunks)
    {
        while (await chunks.MoveNextAsync())
        {
            if (chunks.Current.Delta is { Length: > 0 } text)
            {
                return text;
            }
        }

        return null;
    }

    private sealed record City(string city, int people);
}
