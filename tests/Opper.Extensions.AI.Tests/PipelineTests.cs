using System.Diagnostics;
using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Options;
using Opper.Chat;

namespace Opper.Extensions.AI.Tests;

// Inside the namespace, so that these types take precedence over those of Opper with the same names.
using Microsoft.Extensions.AI;

/// <summary>The pipeline of Microsoft.Extensions.AI around the clients of Opper.</summary>
public sealed class PipelineTests : EmulatorFixture
{
    private static readonly MemoryDistributedCacheOptions CacheOptions = new();

    [TestCase(false)]
    [TestCase(true)]
    public async Task Functions_are_invoked_and_their_results_are_in_the_response(bool isStreamed)
    {
        var cities = new List<string>();
        var weather = AIFunctionFactory.Create([System.ComponentModel.Description("Tells the weather of a city.")] (string city) =>
        {
            cities.Add(city);
            return $"Snow in {city}";
        }, "get_weather");
        var client = Opper.AsChatClient(Model).AsBuilder().UseFunctionInvocation().Build();
        var options = new ChatOptions { Tools = [weather] };
        const string Question = "What is the weather like?\nCity: Oslo";

        var response = isStreamed
            ? await client.GetStreamingResponseAsync(Question, options).ToChatResponseAsync()
            : await client.GetResponseAsync(Question, options);

        Assert.That(cities, Is.EqualTo(new[] { "Oslo" }));
        Assert.That(response.Text, Does.Contain("get_weather gave: Snow in Oslo"));
        Assert.That(response.Messages.Select(message => message.Role), Is.EqualTo(new[] { ChatRole.Assistant, ChatRole.Tool, ChatRole.Assistant }));
        Assert.That((string?)Sent[0]["tools"]![0]!["function"]!["parameters"]!["properties"]!["city"]!["type"], Is.EqualTo("string"));
    }

    [Test]
    public async Task Several_function_calls_of_one_response_are_invoked()
    {
        Emulator.OnChat().CallsTools(("add", new { a = 1, b = 2 }), ("add", new { a = 3, b = 4 })).Returns("Done.");
        var sums = new List<int>();
        var add = AIFunctionFactory.Create((int a, int b) =>
        {
            sums.Add(a + b);
            return a + b;
        }, "add");
        var client = Opper.AsChatClient(Model).AsBuilder().UseFunctionInvocation().Build();

        var response = await client.GetStreamingResponseAsync("Add.",
            new ChatOptions { Tools = [add], ToolMode = ChatToolMode.RequireAny, AllowMultipleToolCalls = true }).ToChatResponseAsync();

        Assert.That(sums, Is.EquivalentTo(new[] { 3, 7 }));
        Assert.That(response.Text, Is.EqualTo("Done."));
        Assert.That(((string?)Sent[0]["tool_choice"], (bool?)Sent[0]["parallel_tool_calls"]), Is.EqualTo(("required", true)));
        Assert.That(Sent[1]["messages"]!.Count(message => (string?)message["role"] == "tool"), Is.EqualTo(2));
    }

    [Test]
    public async Task Arguments_that_are_not_JSON_are_reported_to_the_model()
    {
        Emulator.OnChat().CallsTool("add", "{\"a\": 1").Returns("Sorry.");
        var client = Opper.AsChatClient(Model).AsBuilder().UseFunctionInvocation().Build();

        var response = await client.GetResponseAsync("Add.", new ChatOptions { Tools = [AIFunctionFactory.Create((int a) => a, "add")] });

        Assert.That(response.Text, Is.EqualTo("Sorry."));
        Assert.That((string?)Sent[1]["messages"]!.Last!["role"], Is.EqualTo("tool"));
        Assert.That(response.Messages[0].Contents.OfType<FunctionCallContent>().Single().Exception, Is.Not.Null);
    }

    [Test]
    public async Task A_required_function_is_sent_by_name()
    {
        var response = await Opper.AsChatClient(Model).GetResponseAsync("Good morning",
            new ChatOptions { Tools = [AIFunctionFactory.Create((int a) => a, "add")], ToolMode = ChatToolMode.RequireSpecific("add") });

        Assert.That((string?)Sent.Single()["tool_choice"]!["function"]!["name"], Is.EqualTo("add"));
        Assert.That(response.Messages.Single().Contents.OfType<FunctionCallContent>().Single().Name, Is.EqualTo("add"));
        Assert.That(response.FinishReason, Is.EqualTo(ChatFinishReason.ToolCalls));
    }

    [Test]
    public async Task Repeated_chats_and_embeddings_come_from_the_cache()
    {
        var cache = new MemoryDistributedCache(Options.Create(CacheOptions));
        var chat = Opper.AsChatClient(Model).AsBuilder().UseDistributedCache(cache).Build();
        var embeddings = Opper.AsEmbeddingGenerator("openai/text-embedding-3-small").AsBuilder().UseDistributedCache(cache).Build();

        var answers = new[] { (await chat.GetResponseAsync("Hi")).Text, (await chat.GetResponseAsync("Hi")).Text };
        var streams = new[]
        {
            (await chat.GetStreamingResponseAsync("Hi").ToChatResponseAsync()).Text,
            (await chat.GetStreamingResponseAsync("Hi").ToChatResponseAsync()).Text,
        };
        var vectors = new[] { await embeddings.GenerateVectorAsync("x"), await embeddings.GenerateVectorAsync("x") };

        Assert.That(answers.Concat(streams).Distinct().Count(), Is.EqualTo(1));
        Assert.That(vectors[1].ToArray(), Is.EqualTo(vectors[0].ToArray()));
        Assert.That(Emulator.Requests.Select(request => request.Path),
            Is.EqualTo(new[] { "/v2/openai/chat/completions", "/v2/openai/chat/completions", "/v2/embeddings" }));
    }

    [Test]
    public async Task OpenTelemetry_records_model_provider_and_tokens()
    {
        const string Source = "opper-test";
        var activities = new List<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == Source,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activities.Add,
        };
        ActivitySource.AddActivityListener(listener);
        var chat = Opper.AsChatClient(Model).AsBuilder().UseOpenTelemetry(sourceName: Source).Build();
        var embeddings = Opper.AsEmbeddingGenerator("openai/text-embedding-3-small").AsBuilder().UseOpenTelemetry(sourceName: Source).Build();

        await chat.GetResponseAsync("Hi");
        await chat.GetStreamingResponseAsync("Hi").ToChatResponseAsync();
        await embeddings.GenerateVectorAsync("x");

        Assert.That(activities.Select(activity => activity.DisplayName),
            Is.EqualTo(new[] { $"chat {Model}", $"chat {Model}", "embeddings openai/text-embedding-3-small" }));
        Assert.That(activities.Select(activity => activity.GetTagItem("gen_ai.provider.name")), Is.All.EqualTo("opper"));
        Assert.That(activities.Select(activity => activity.GetTagItem("gen_ai.usage.input_tokens")), Is.All.Not.Null);
    }
}
