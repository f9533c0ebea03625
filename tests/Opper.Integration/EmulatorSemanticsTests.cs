using Opper.Analytics;
using Opper.Emulator;
using Opper.Knowledge;
using Opper.Models;
using Opper.Tracing;

namespace Opper.Integration;

/// <summary>The resources of the emulator are related as those of the API.</summary>
public sealed class EmulatorSemanticsTests
{
    private readonly ShiftedTime _time = new();
    private TestedEmulator _emulator = null!;
    private OpperClient _opper = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _emulator = await TestEmulator.StartAsync(new OpperEmulatorOptions { TimeProvider = _time });
        _opper = _emulator.CreateClient(options => options.MaxRetries = 0);
    }

    [TearDown]
    public async Task StopAsync() => await _emulator.DisposeAsync();

    [Test]
    public async Task A_cached_response_is_reused_until_it_expires()
    {
        var count = 0;
        _emulator.OnCall("n").Returns(_ => $"answer {++count}");
        var request = new CallRequest { Name = "n", Input = "x", Configuration = new CallConfiguration { CacheTtlSeconds = 60 } };

        var first = await _opper.CallAsync(request);
        var again = await _opper.CallAsync(request);
        request.Input = "y";
        var other = await _opper.CallAsync(request);
        request.Input = "x";
        _time.Shift += TimeSpan.FromSeconds(61);
        var late = await _opper.CallAsync(request);

        Assert.That(new[] { first, again, other, late }.Select(answer => (answer.Message, answer.Cached)), Is.EqualTo(new (string?, bool?)[]
        {
            ("answer 1", false), ("answer 1", true), ("answer 2", false), ("answer 3", false),
        }));
        Assert.That(again.SpanId, Is.Not.EqualTo(first.SpanId));
    }

    [Test]
    public async Task Custom_models_and_aliases_can_be_called_by_name()
    {
        await _opper.CustomModels.CreateAsync(new CreateCustomModelRequest { Name = "my-gpt", Identifier = "azure/gpt-5" });
        await _opper.ModelAliases.CreateAsync(new CreateModelAliasRequest { Name = "cheap-first", FallbackModels = ["gone", "my-gpt"] });

        var answer = await _opper.CallAsync(new CallRequest { Name = "n", Input = "x", Model = "cheap-first" });
        var refused = await Assert.CatchAsync<OpperBadRequestException>(
            () => _opper.CallAsync(new CallRequest { Name = "other", Input = "x", Model = "no-such-model" }));

        Assert.That((await SpanOfAsync(answer.SpanId)).Data!.Model, Is.EqualTo("azure/gpt-5"));
        Assert.That((string?)refused!.Detail, Does.Contain("no-such-model"));
        await Assert.CatchAsync<OpperNotFoundException>(() => _opper.Functions.GetByNameAsync("other"));
    }

    [Test]
    public async Task A_saved_output_becomes_an_example_of_its_function()
    {
        _emulator.OnCall("team").When(call => call.InputText == "broken chair").Returns("facilities").Returns("never seen");
        var call = await _opper.CallAsync(new CallRequest { Name = "team", Input = "broken chair" });
        var feedback = await _opper.Spans.SubmitFeedbackAsync(call.SpanId, new SubmitFeedbackRequest { Score = 1, Comment = "right", SaveToDataset = true });
        var unsaved = await _opper.Spans.SubmitFeedbackAsync(call.SpanId, new SubmitFeedbackRequest { Score = 1 });

        // The script ends with the emulator; the state is used by another one.
        using var state = _emulator.Snapshot();
        await using var next = await TestEmulator.StartAsync();
        next.Restore(state);
        var learned = await next.CreateClient().CallAsync(new CallRequest { Name = "team", Input = "broken chair" });

        Assert.That((feedback.ExampleSaved, unsaved.ExampleSaved), Is.EqualTo((true, false)));
        Assert.That(learned.Message, Is.EqualTo("facilities"));
    }

    [Test]
    public async Task Usage_is_grouped_by_time_and_tags_of_calls()
    {
        foreach (var (team, model) in new[] { ("blue", "openai/gpt-4o"), ("blue", "openai/gpt-4o"), ("red", "openai/gpt-4o-mini") })
        {
            await _opper.CallAsync(new CallRequest { Name = "n", Input = "some text", Model = model,
                Tags = new Dictionary<string, string> { ["team"] = team } });
        }

        _time.Shift += TimeSpan.FromDays(1);
        await _opper.CallAsync(new CallRequest { Name = "n", Input = "some text" });
        var byTeam = await _opper.Analytics.GetUsageAsync(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(3), UsageGranularity.Day,
            fields: ["total_tokens"], groupBy: ["team"]);
        var inAll = await _opper.Analytics.GetUsageAsync(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(3), UsageGranularity.Year);

        Assert.That(byTeam.Select(row => ((string?)row.AdditionalProperties["team"], row.Count)),
            Is.EqualTo(new[] { ((string?)"blue", (int?)2), ("red", 1), (null, 1) }));
        Assert.That(byTeam.Select(row => row.TimeBucket.Date).Distinct().Count(), Is.EqualTo(2));
        Assert.That(byTeam.All(row => int.Parse((string)row.AdditionalProperties["total_tokens"]!, System.Globalization.CultureInfo.InvariantCulture) > 0));
        Assert.That(inAll.Sum(row => row.Cost), Is.EqualTo(byTeam.Sum(row => row.Cost)).And.GreaterThan(0));
    }

    [Test]
    public async Task Examples_of_all_generations_under_a_span_are_saved()
    {
        string rootId;
        await using (var root = await _opper.Spans.StartAsync("pipeline"))
        {
            rootId = root.Id;
            await _opper.CallAsync<string>("first", input: "a");
            await _opper.CallAsync<string>("second", input: "b");
        }

        var saved = await _opper.Spans.SaveExamplesAsync(rootId);
        var first = await _opper.Functions.GetByNameAsync("first");
        var second = await _opper.Functions.GetByNameAsync("second");

        Assert.That((await _opper.Datasets.ListEntriesAsync(first.DatasetId!)).Data.Single().Input, Is.EqualTo("a"));
        Assert.That((await _opper.Datasets.ListEntriesAsync(second.DatasetId!)).Data.Single().Id, Is.EqualTo(saved.DatasetEntryId));
        Assert.That(saved.DatasetId, Is.EqualTo(second.DatasetId));
    }

    [Test]
    public async Task Deleted_resources_return_404_and_their_names_can_be_reused()
    {
        var knowledge = await _opper.Knowledge.CreateAsync(new CreateKnowledgeBaseRequest { Name = "manuals" });
        await _opper.Knowledge.AddDocumentAsync(knowledge.Id, new AddDocumentRequest { Key = "a", Content = "text" });
        var alias = await _opper.ModelAliases.CreateAsync(new CreateModelAliasRequest { Name = "fast", FallbackModels = ["openai/gpt-4o-mini"] });
        await _opper.Knowledge.DeleteAsync(knowledge.Id);
        await _opper.ModelAliases.DeleteAsync(alias.Id);

        await Assert.CatchAsync<OpperNotFoundException>(() => _opper.Knowledge.GetByNameAsync("manuals"));
        await Assert.CatchAsync<OpperNotFoundException>(() => _opper.Knowledge.DeleteAsync(knowledge.Id));
        var again = await _opper.Knowledge.CreateAsync(new CreateKnowledgeBaseRequest { Name = "manuals" });
        Assert.That((await _opper.Knowledge.GetAsync(again.Id)).Count, Is.EqualTo(0));
        Assert.That((await _opper.ModelAliases.CreateAsync(new CreateModelAliasRequest { Name = "fast", FallbackModels = ["openai/gpt-4o"] })).Id,
            Is.Not.EqualTo(alias.Id));
    }

    [Test]
    public async Task Search_finds_inflections_and_misspellings()
    {
        var knowledge = await _opper.Knowledge.CreateAsync(new CreateKnowledgeBaseRequest { Name = "manuals" });
        await _opper.Knowledge.AddDocumentAsync(knowledge.Id,
            new AddDocumentRequest { Key = "boiler", Content = "The boilers are drained through the blue valve." });
        await _opper.Knowledge.AddDocumentAsync(knowledge.Id, new AddDocumentRequest { Key = "bread", Content = "Bread needs flour and water." });

        foreach (var query in new[] { "draining a boiler", "boiller draned" })
        {
            var found = await _opper.Knowledge.QueryAsync(knowledge.Id, new QueryKnowledgeRequest { Query = query });

            Assert.That(found[0].Key, Is.EqualTo("boiler"), query);
            Assert.That(found.Select(match => match.Score), Is.Ordered.Descending);
            Assert.That(found.Select(match => match.Score), Is.All.InRange(0, 1));
            Assert.That(found[0].Score, Is.GreaterThan(found[1].Score));
        }
    }

    [Test]
    public async Task A_replaced_document_is_found_by_its_new_words_only()
    {
        var knowledge = await _opper.Knowledge.CreateAsync(new CreateKnowledgeBaseRequest { Name = "manuals" });
        await _opper.Knowledge.AddDocumentAsync(knowledge.Id, new AddDocumentRequest { Key = "other", Content = "Bread needs flour." });
        await _opper.Knowledge.AddDocumentAsync(knowledge.Id, new AddDocumentRequest { Key = "tool", Content = "The hammer hangs on the wall." });
        await _opper.Knowledge.QueryAsync(knowledge.Id, new QueryKnowledgeRequest { Query = "hammer" });
        await _opper.Knowledge.AddDocumentAsync(knowledge.Id, new AddDocumentRequest { Key = "tool", Content = "The screwdriver lies in the drawer." });

        var before = await _opper.Knowledge.QueryAsync(knowledge.Id, new QueryKnowledgeRequest { Query = "hammer" });
        var now = await _opper.Knowledge.QueryAsync(knowledge.Id, new QueryKnowledgeRequest { Query = "screwdriver" });

        Assert.That(before.Select(match => match.Score), Is.EqualTo(new[] { 0d, 0 }));
        Assert.That((now[0].Key, now[0].Score > 0.9, now[1].Score), Is.EqualTo(("tool", true, 0d)));
    }

    private async Task<TraceSpan> SpanOfAsync(string spanId)
    {
        var span = await _opper.Spans.GetAsync(spanId);
        return (await _opper.Traces.GetAsync(span.TraceId!)).Spans!.Single(one => one.Id == spanId);
    }

    private sealed class ShiftedTime : TimeProvider
    {
        public TimeSpan Shift { get; set; }

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Shift;
    }
}
