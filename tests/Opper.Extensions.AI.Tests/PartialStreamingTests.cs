using System.Runtime.CompilerServices;
using System.Text.Json.Serialization;
using Opper.Chat;

namespace Opper.Extensions.AI.Tests;

// Inside the namespace, so that these types take precedence over those of Opper with the same names.
using Microsoft.Extensions.AI;

/// <summary>Typed streams of any chat client, not only that of Opper.</summary>
public sealed partial class PartialStreamingTests
{
    [Test]
    public async Task Partial_values_grow_and_the_last_one_is_complete()
    {
        var client = new Scripted(["{\"Name\":\"Os", "lo\",\"Tags\":[\"sea\"", ",\"north\"]}"]);
        var names = new List<string?>();
        var last = default(Partial<Place>);

        await foreach (var partial in client.GetStreamingResponseAsync<Place>("Where?"))
        {
            names.Add(partial.ToSnapshot()?.Name);
            last = partial;
        }

        Assert.That(names, Does.Contain("Os").And.Contain("Oslo"));
        Assert.That((last!.IsFinal, last.Value!.Name, string.Join(" ", last.Value.Tags)), Is.EqualTo((true, "Oslo", "sea north")));
        var schema = ((ChatResponseFormatJson)client.Options!.ResponseFormat!).Schema!.Value;
        Assert.That(schema.GetProperty("required").EnumerateArray().Select(name => name.GetString()), Is.EquivalentTo(new[] { "Name", "Tags" }));
    }

    [Test]
    public async Task Lists_numbers_and_strings_can_be_streamed()
    {
        Assert.That(await new Scripted(["{\"value\":[1,", "2]}"]).GetStreamingResponseAsync<int[]>("Count.").GetFinalAsync(), Is.EqualTo(new[] { 1, 2 }));
        Assert.That(await new Scripted(["7"]).GetStreamingResponseAsync<int>("Count.").GetFinalAsync(), Is.EqualTo(7));
        var text = new Scripted(["Hel", "lo {"]);
        Assert.That(await text.GetStreamingResponseAsync<string>("Hi").GetFinalAsync(), Is.EqualTo("Hello {"));
        Assert.That(text.Options!.ResponseFormat, Is.Null);
    }

    [Test]
    public async Task The_type_can_be_described_by_JsonTypeInfo()
    {
        var answer = await new Scripted(["{\"name\":\"Oslo\",", "\"tags\":[]}"]).GetStreamingResponseAsync([new ChatMessage(ChatRole.User, "Where?")],
            Types.Default.Place).GetFinalAsync();

        Assert.That(answer.Name, Is.EqualTo("Oslo"));
    }

    [Test]
    public async Task Validation_attributes_are_checked_if_enabled([Values] bool byMetadata)
    {
        ChatResponseStream<Rating> Ask(bool validates) => byMetadata
            ? new Scripted(["{\"stars\":", "9}"]).GetStreamingResponseAsync([new ChatMessage(ChatRole.User, "How was it?")], Types.Default.Rating,
                validateOutput: validates)
            : new Scripted(["{\"Stars\":", "9}"]).GetStreamingResponseAsync<Rating>("How was it?", validateOutput: validates);

        Assert.That((await Ask(validates: false).GetFinalAsync()).Stars, Is.EqualTo(9));
        var refused = await Assert.CatchAsync<OpperSerializationException>(() => Ask(validates: true).GetFinalAsync());
        Assert.That(refused!.Message, Does.Contain("tars"));
        Assert.That((await new Scripted(["{\"Stars\":", "5}"]).GetStreamingResponseAsync<Rating>("How was it?", validateOutput: true).GetFinalAsync()).Stars,
            Is.EqualTo(5));
    }

    [Test]
    public async Task Options_are_not_modified_and_their_response_format_is_kept()
    {
        var options = new ChatOptions { Temperature = 0.5f };
        var own = new ChatOptions { ResponseFormat = ChatResponseFormat.Json };
        var client = new Scripted(["{\"Name\":\"Oslo\",\"Tags\":[]}"]);

        await client.GetStreamingResponseAsync<Place>("Where?", options).GetFinalAsync();
        Assert.That((options.ResponseFormat, client.Options!.Temperature), Is.EqualTo(((ChatResponseFormat?)null, (float?)0.5f)));
        await client.GetStreamingResponseAsync<Place>("Where?", own).GetFinalAsync();
        Assert.That(client.Options!.ResponseFormat, Is.SameAs(own.ResponseFormat));
    }

    [TestCase("Let me look.")]
    [TestCase("I look for {\"Name\": it}")]
    [TestCase("{\"Name\":\"Rome\",\"Tags\":[]}")]
    public async Task Text_before_a_function_call_is_not_part_of_the_output(string before)
    {
        var client = new Scripted([before], ["{\"Name\":\"Oslo\"", ",\"Tags\":[]}"]) { CallsFirst = true };
        var chat = client.AsBuilder().UseFunctionInvocation().Build();
        var finals = new List<string>();
        var stream = chat.GetStreamingResponseAsync<Place>("Where?", new ChatOptions { Tools = [AIFunctionFactory.Create(() => "Norway", "look")] });

        await foreach (var partial in stream)
        {
            if (partial.IsFinal)
            {
                finals.Add(partial.Value!.Name);
            }
        }

        Assert.That(finals, Is.EqualTo(new[] { "Oslo" }));
        Assert.That(stream.Response.Messages.Select(message => message.Role), Is.EqualTo(new[] { ChatRole.Assistant, ChatRole.Tool, ChatRole.Assistant }));
    }

    [TestCase("{\"Name\":\"Os")]
    [TestCase("{\"Name\":7,\"Tags\":[]}")]
    [TestCase("{\"Tags\":[]}")]
    [TestCase("I cannot say.")]
    [TestCase("")]
    public async Task Output_that_does_not_match_the_type_throws(string text) =>
        await Assert.CatchAsync<OpperException>(() => new Scripted([text]).GetStreamingResponseAsync<Place>("Where?").GetFinalAsync());

    [Test]
    public async Task Exceptions_of_the_client_are_not_wrapped_and_a_stream_is_read_once()
    {
        var stream = new Scripted(["{\"Name\":\"Os"]) { Failure = new InvalidOperationException("broken") }.GetStreamingResponseAsync<Place>("Where?");

        var thrown = await Assert.CatchAsync<InvalidOperationException>(() => stream.GetFinalAsync());
        var again = await Assert.CatchAsync<InvalidOperationException>(() => stream.GetFinalAsync());

        Assert.That((thrown!.Message, again!.Message), Is.EqualTo(("broken", again.Message)));
        Assert.That(again.Message, Does.Contain("read once"));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task Either_cancellation_token_cancels_the_stream(bool isOfLoop)
    {
        using var source = new CancellationTokenSource();
        var client = new Scripted(["{\"Name\":\"Os", "lo\",\"Tags\":[]}"]);
        var stream = client.GetStreamingResponseAsync<Place>("Where?", cancellationToken: isOfLoop ? default : source.Token);

        await Assert.CatchAsync<OperationCanceledException>(async () =>
        {
            await foreach (var _ in stream.WithCancellation(isOfLoop ? source.Token : default))
            {
                await source.CancelAsync();
            }
        });
    }

    private sealed record Rating([property: System.ComponentModel.DataAnnotations.Range(1, 5)] int Stars);

    private sealed record Place(string Name, IReadOnlyList<string> Tags);

    [JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
    [JsonSerializable(typeof(Place))]
    [JsonSerializable(typeof(Rating))]
    private sealed partial class Types : JsonSerializerContext;

    private sealed class Scripted(params string[][] answers) : IChatClient
    {
        private int _next;

        public bool CallsFirst { get; init; }

        public Exception? Failure { get; init; }

        public ChatOptions? Options { get; private set; }

        public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null,
            [EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            Options = options;
            var index = Math.Min(_next++, answers.Length - 1);
            foreach (var piece in answers[index])
            {
                await Task.Yield();
                cancellationToken.ThrowIfCancellationRequested();
                yield return new ChatResponseUpdate(ChatRole.Assistant, piece) { MessageId = $"message_{index}" };
            }

            if (Failure is not null)
            {
                throw Failure;
            }

            if (CallsFirst && index == 0)
            {
                yield return new ChatResponseUpdate(ChatRole.Assistant, [new FunctionCallContent("call_1", "look")]) { MessageId = "message_0" };
            }
        }

        public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null,
            CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose()
        {
        }
    }
}
