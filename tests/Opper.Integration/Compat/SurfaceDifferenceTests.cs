using System.Text.Json.Nodes;
using Opper.Chat;
using Opper.Embeddings;
using Opper.Integration.Cassettes;
using Opper.Tracing;

namespace Opper.Integration.Compat;

/// <summary>The same request on both surfaces: equal responses, usage, cost, and spans with the same parents.</summary>
public sealed class SurfaceDifferenceTests : EmulatorFixture
{
    private static readonly OpperSurface[] Both = [OpperSurface.TaskCalls, OpperSurface.Compat];

    public enum Mood
    {
        Calm,
        Angry,
    }

    [Test]
    public async Task A_string_gives_the_same_result_on_both_surfaces() =>
        await SameAsync<string>(() => new CallRequest { Name = "say", Instructions = "Say it.", Input = "One sentence. Another one." });

    [Test]
    public async Task An_object_gives_the_same_result_on_both_surfaces() => await SameAsync<Letter>(
        () => new CallRequest { Name = "read", Instructions = "Read.", Input = "From: ann@example.com. Please pay 120.50 euros by 2026-03-01." });

    [Test]
    public async Task A_list_and_a_number_give_the_same_result_on_both_surfaces()
    {
        await SameAsync<List<Mood>>(
            () => new CallRequest { Name = "moods", Instructions = "Tell the moods.", Input = new { text = "Angry at first, then calm." } });
        await SameAsync<int>(() => new CallRequest { Name = "count", Instructions = "Count.", Input = new[] { 1, 2, 3 } });
    }

    [Test]
    public async Task Examples_tags_and_model_options_give_the_same_result_on_both_surfaces() => await SameAsync<Letter>(() => new CallRequest
    {
        Name = "team/read",
        Instructions = "Read.",
        Input = new { text = "a@b.test" },
        Examples = [(new { text = "x@y.test" }, new { Email = "x@y.test", Amount = (double?)null, Mood = "Calm" }, "No amount."),
            (new { text = "a@b.test" }, new { Email = "a@b.test", Amount = 3.5, Mood = "Angry" })],
        Tags = new Dictionary<string, string> { ["env"] = "test", ["url"] = "http://a.test" },
        Model = ModelSelection.Of("openai/gpt-4o", new { temperature = 0.5 }),
    }, sameInput: false);

    [Test]
    public async Task Media_in_an_input_give_the_same_result_on_both_surfaces() => await SameAsync<string>(() => new CallRequest
    {
        Name = "look",
        Instructions = "Look.",
        Input = new { question = "What is this?", files = new object[] { OpperMedia.FromBytes([1, 2, 3], "image/png"), OpperMedia.FromBytes([4], "audio/mpeg"),
            new { inner = OpperMedia.FromBytes([5, 6], "application/pdf") } } },
    });

    [Test]
    public async Task A_typed_input_is_sent_with_its_schema()
    {
        var values = new List<Letter>();
        foreach (var surface in Both)
        {
            values.Add((await Client.CallAsync<Question, Letter>("typed", "Answer.", new Question("Who is a@b.test?"),
                new RequestOptions { Surface = surface })).Value);
        }

        Assert.That(values[1], Is.EqualTo(values[0]));
        var sent = JObject.Parse(Emulator.Requests[^1].Body!);
        Assert.That((string)sent["messages"]![0]!["content"]!,
            Does.StartWith("Answer.\n\nThe input is JSON that matches this schema:\n{").And.Contain("\"Text\""));
        Assert.That((string)sent["messages"]![1]!["content"]!, Is.EqualTo("""{"Text":"Who is a@b.test?"}"""));
    }

    [Test]
    public async Task Any_input_and_scripted_output_give_the_same_result_on_both_surfaces([Range(1, 40)] int seed)
    {
        var random = new Random(seed);
        var (input, answer) = (RandomJson.Object(random, 4), RandomJson.Object(random, 4));
        Emulator.OnCall("any").Returns(_ => answer.DeepClone());

        await SameAsync<JsonNode>(() =>
            new CallRequest { Name = "any", Instructions = "Do it.", Input = input.DeepClone(), OutputSchema = new { type = "object" } }, free: true);
    }

    [Test]
    public async Task Embeddings_give_the_same_result_on_both_surfaces()
    {
        var answers = new List<EmbeddingResponse>();
        foreach (var surface in Both)
        {
            answers.Add(await Client.Embeddings.CreateAsync(
                new CreateEmbeddingRequest { Input = new[] { "red", "blue" },
                    Model = ModelSelection.Of("openai/text-embedding-3-small", new { dimensions = 16 }) },
                new RequestOptions { Surface = surface }));
        }

        Assert.That(answers[1].Data.Select(item => item.Embedding), Is.EqualTo(answers[0].Data.Select(item => item.Embedding)));
        Assert.That((answers[1].Model, answers[1].Usage.PromptTokens), Is.EqualTo((answers[0].Model, answers[0].Usage.PromptTokens)));
        Assert.That(answers[1].Usage.Opper!.Cost!.Total, Is.GreaterThan(0));
    }

    [Test]
    public async Task Chats_give_the_same_result_on_both_surfaces_with_a_parent()
    {
        await using var span = await Client.Spans.StartAsync("pipeline");
        var texts = new List<(string?, long)>();
        foreach (var surface in Both)
        {
            var options = new RequestOptions { Surface = surface };
            var request = new ChatCompletionRequest
            {
                Messages = [ChatMessage.User("Hello there")],
                Model = "openai/gpt-4o-mini",
                Tags = new Dictionary<string, object?> { ["env"] = "test" },
            };
            var whole = await Client.Chat.CompleteAsync(request, options);
            var streamed = await Client.Chat.StreamAsync(request, options).GetFinalCompletionAsync();
            var typed = await Client.Chat.CompleteAsync<Letter>(request, options);
            texts.Add((whole.Choices[0].Message.Content!.Text + streamed.Choices[0].Message.Content!.Text + typed.Value, whole.Usage!.TotalTokens));
        }

        Assert.That(texts[1], Is.EqualTo(texts[0]));
        var spans = (await Client.Traces.GetAsync(span.TraceId)).Spans!.Where(one => one.ParentSpanId == span.Id).ToList();
        Assert.That(spans, Has.Count.EqualTo(6));
        Assert.That(spans.Select(one => one.Data!.Tags?.FirstOrDefault()), Is.All.EqualTo("env:test"));
    }

    private async Task SameAsync<T>(Func<CallRequest> request, bool free = false, bool sameInput = true)
    {
        var answers = new List<(string Value, long?, int?, int?, double?, bool, string Span)>();
        await using (var root = await Client.Spans.StartAsync("root"))
        {
            foreach (var surface in Both)
            {
                var options = new RequestOptions { Surface = surface };
                var result = await Client.CallAsync<T>(request(), options);
                var final = await Client.StreamAsync<T>(request(), options).GetFinalResultAsync();
                var span = await Client.Spans.GetAsync(result.SpanId);
                // Values of free JSON lose their types in a v2 stream, which sends them all as text.
                if (!free || surface == OpperSurface.Compat)
                {
                    Assert.That(Text(final.Value), Is.EqualTo(Text(result.Value)), $"The stream over {surface}.");
                }

                Assert.That((await Client.Spans.GetAsync(final.SpanId!)).ParentSpanId, Is.EqualTo(root.Id), $"The stream's span over {surface}.");
                if (free && surface == OpperSurface.Compat)
                {
                    // Different from the typed ones, because a recording has equal streams in the order in which they end.
                    var untyped = request();
                    untyped.Tags = new Dictionary<string, string> { ["kind"] = "untyped" };
                    Assert.That((await Client.StreamAsync(untyped, options).GetFinalResultAsync()).JsonPayload,
                        Is.EqualTo((await Client.CallAsync(untyped, options)).JsonPayload), "The untyped answer.");
                }

                var usage = result.Response.Usage!;
                answers.Add((Text(result.Value), usage.OutputTokens, sameInput ? usage.InputTokens : null, sameInput ? (int?)usage.TotalTokens : null,
                    sameInput ? result.Response.Cost!.Total : null, result.Response.Cached == true, Shown(span)));
            }
        }

        Assert.That(answers[1], Is.EqualTo(answers[0]));
    }

    private static string Shown(Span span) => $"{span.Name} {span.Type} under {span.ParentSpanId} in {span.TraceId}: {span.Input}";

    private static string Text<T>(T value) => System.Text.Json.JsonSerializer.Serialize(value);

    private sealed record Question(string Text);

    private sealed record Letter(string Email, double? Amount, Mood Mood);
}
