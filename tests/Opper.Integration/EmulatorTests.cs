using Opper.Embeddings;
using Opper.Emulator;
using Opper.Functions;
using Opper.Knowledge;
using Opper.Tracing;

namespace Opper.Integration;

/// <summary>The client and the emulator over real HTTP: the main scenarios, end to end.</summary>
[TestFixture(OpperSurface.TaskCalls)]
[TestFixture(OpperSurface.Compat)]
public sealed class EmulatorTests(OpperSurface surface) : EmulatorFixture(surface)
{
    private const string Mail = "Subject: Invoice 77. From: ann@example.com. Please pay 120.50 euros by 2026-03-01. Thank you, Ann Berg of Nordic Paper.";

    [Test]
    public async Task A_typed_call_fills_its_type_and_creates_a_span()
    {
        var result = await Client.CallAsync<MailFacts>("read_mail", "Extract the facts.", Mail);

        Assert.That(result.Value.Email, Does.Contain("ann@example.com"));
        Assert.That(result.Response.Usage!.TotalTokens, Is.GreaterThan(0));
        Assert.That((await Client.Spans.GetAsync(result.SpanId)).Name, Is.EqualTo("read_mail"));
    }

    [Test]
    public async Task A_scripted_output_is_the_same_buffered_and_streamed([Values] bool asJsonValues)
    {
        await using var emulator = await TestEmulator.StartAsync(new OpperEmulatorOptions { StreamsJsonValues = asJsonValues });
        var client = emulator.CreateClient(options => options.Surface = Surface);
        emulator.OnCall("facts").Returns(new Facts("a@b.test", 12.5, 3, true, null, ["x", "y"], [1, 2]));
        var request = new CallRequest { Name = "facts", Input = Mail };

        var whole = await client.CallAsync<Facts>(request);
        var streamed = await client.StreamAsync<Facts>(request).GetFinalResultAsync();
        var function = await client.Functions.GetByNameAsync("facts");
        var ofFunction = await client.Functions.StreamAsync<Facts>(function.Id, new CallFunctionRequest { Input = Mail }).GetFinalResultAsync();

        Assert.That(JsonConvert.SerializeObject(streamed.Value), Is.EqualTo(JsonConvert.SerializeObject(whole.Value)));
        Assert.That(JsonConvert.SerializeObject(ofFunction.Value), Is.EqualTo(JsonConvert.SerializeObject(whole.Value)));
        Assert.That((whole.Value.Email, whole.Value.Amount, whole.Value.Paid, whole.Value.Note), Is.EqualTo(("a@b.test", 12.5, true, (string?)null)));
    }

    [TestCase(false, "\"12.5\"", "\"true\"", null)]
    [TestCase(true, "12.5", "true", "null")]
    public async Task Numbers_and_booleans_are_streamed_as_text_unless_configured_otherwise(bool asJsonValues, string number, string boolean, string? nothing)
    {
        await using var emulator = await TestEmulator.StartAsync(new OpperEmulatorOptions { StreamsJsonValues = asJsonValues });
        var client = emulator.CreateClient(options => options.Surface = Surface);
        emulator.OnCall("facts").Returns(new Facts("a@b.test", 12.5, 3, true, null, [], []));
        var function = await client.Functions.CreateAsync(
            new CreateFunctionRequest { Name = "facts", Instructions = "x", OutputSchema = OpperSchema.For<Facts>() });
        using var http = new HttpClient { BaseAddress = emulator.BaseAddress };
        http.DefaultRequestHeaders.Authorization = new("Bearer", emulator.ApiKey);
        foreach (var (path, body) in new[]
        {
            ("/v2/call/stream", """{"name": "facts", "input": "x"}"""),
            ($"/v2/functions/{function.Id}/call/stream", """{"input": "x"}"""),
            ($"/v2/functions/{function.Id}/call/stream/{function.RevisionId}", """{"input": "x"}"""),
        })
        {
            using var response = await http.PostAsync(path, new StringContent(body, System.Text.Encoding.UTF8, "application/json"));
            var chunks = (await response.Content.ReadAsStringAsync()).Split("\n\n", StringSplitOptions.RemoveEmptyEntries)
                .Select(text => JObject.Parse(text["data: ".Length..])).ToLookup(chunk => (string?)chunk["json_path"] ?? string.Empty);

            Assert.That(chunks["Amount"].Single()["delta"]!.ToString(Formatting.None), Is.EqualTo(number), path);
            Assert.That(chunks["Paid"].Single()["delta"]!.ToString(Formatting.None), Is.EqualTo(boolean), path);
            Assert.That(chunks["Note"].Single()["delta"]?.ToString(Formatting.None), Is.EqualTo(nothing), path);
        }
    }

    [Test]
    public async Task Functions_keep_revisions_and_the_name_of_a_deleted_one_can_be_reused()
    {
        var created = await Client.Functions.CreateAsync(new CreateFunctionRequest { Name = "team/triage", Instructions = "one", Description = "d" });
        var updated = await Client.Functions.UpdateAsync(created.Id, new UpdateFunctionRequest { Instructions = "two", Description = null });
        var byName = await Client.Functions.GetByNameAsync("team/triage");
        var escaped = await Client.WithOptions(options => options.EscapeSlashInNames = true).Functions.GetByNameAsync("team/triage");
        var first = await Client.Functions.GetRevisionAsync(created.Id, created.RevisionId!);
        var conflict = await Assert.CatchAsync<OpperConflictException>(
            () => Client.Functions.CreateAsync(new CreateFunctionRequest { Name = "team/triage", Instructions = "x" }));

        Assert.That(updated.RevisionId, Is.Not.EqualTo(created.RevisionId));
        Assert.That((byName.Instructions, byName.Description, escaped.Id), Is.EqualTo(("two", (string?)null, created.Id)));
        Assert.That(first.Instructions, Is.EqualTo("one"));
        Assert.That(conflict!.Type, Is.EqualTo("ConflictError"));

        await Client.Functions.DeleteAsync(created.Id);
        await Assert.CatchAsync<OpperNotFoundException>(() => Client.Functions.GetAsync(created.Id));
        var again = await Client.Functions.CreateAsync(new CreateFunctionRequest { Name = "team/triage", Instructions = "x" });
        Assert.That(again.Id, Is.Not.EqualTo(created.Id));
    }

    [Test]
    public async Task Functions_are_called_and_streamed_by_id_and_by_revision()
    {
        Emulator.OnCall("greeter").Returns("Hello there, my dear friend!");
        var function = await Client.Functions.CreateAsync(new CreateFunctionRequest { Name = "greeter", Instructions = "Greet." });
        var request = new CallFunctionRequest { Input = "Ann" };

        var answers = new[]
        {
            (await Client.Functions.CallAsync(function.Id, request)).Message,
            (await Client.Functions.CallAsync<string>(function.Id, request)).Value,
            (await Client.Functions.CallRevisionAsync(function.Id, function.RevisionId!, request)).Message,
            (await Client.Functions.StreamAsync(function.Id, request).GetFinalResultAsync()).Text,
            (await Client.Functions.StreamRevisionAsync(function.Id, function.RevisionId!, request).GetFinalResultAsync()).Text,
        };

        Assert.That(answers, Is.All.EqualTo("Hello there, my dear friend!"));
    }

    [Test]
    public async Task ListAll_reads_several_pages()
    {
        var function = await Client.Functions.CreateAsync(new CreateFunctionRequest { Name = "f", Instructions = "0" });
        for (var i = 1; i <= 45; i++)
        {
            await Client.Functions.UpdateAsync(function.Id, new UpdateFunctionRequest { Instructions = $"{i}" });
        }

        var revisions = new List<string>();
        await foreach (var revision in Client.Functions.ListAllRevisionsAsync(function.Id))
        {
            revisions.Add(revision.Id);
        }

        Assert.That(revisions, Has.Count.EqualTo(46));
        Assert.That(revisions, Is.Unique);
    }

    [Test]
    public async Task A_knowledge_base_finds_and_filters_added_documents()
    {
        var manuals = await Client.Knowledge.CreateAsync(new CreateKnowledgeBaseRequest { Name = "manuals" });
        await Client.Knowledge.AddDocumentAsync(manuals.Id, new AddDocumentRequest
        {
            Key = "reset/a b",
            Content = "Hold the red button for ten seconds to reset the device.",
            Metadata = new { lang = "en", year = 2024 },
        });
        await Client.Knowledge.AddDocumentAsync(manuals.Id,
            new AddDocumentRequest { Key = "cook", Content = "Bread needs flour and water.", Metadata = new { lang = "en", year = 2020 } });
        await Client.Knowledge.AddDocumentAsync(manuals.Id,
            new AddDocumentRequest { Key = "sv", Content = "Tryck på knappen.", Metadata = new { lang = "sv", year = 2022 } });

        var best = await Client.Knowledge.QueryAsync(manuals.Id, new QueryKnowledgeRequest { Query = "how to reset the device", TopK = 1 });
        var swedish = await Client.Knowledge.QueryAsync(manuals.Id, new QueryKnowledgeRequest
        {
            Query = "button",
            Filters = [new KnowledgeFilter { Field = "lang", Operation = FilterOperation.In, Value = ["sv", "da"] }],
        });
        var document = await Client.Knowledge.GetDocumentAsync(manuals.Id, "reset/a b");
        var deleted = await Client.Knowledge.DeleteDocumentsAsync(manuals.Id,
            new DeleteDocumentsRequest { Filters = [new KnowledgeFilter { Field = "year", Operation = FilterOperation.GreaterThan, Value = 2021 }] });
        var left = await Client.Knowledge.GetByNameAsync("manuals");

        Assert.That(best.Single().Key, Is.EqualTo("reset/a b"));
        Assert.That(best.Single().Score, Is.InRange(0, 1));
        Assert.That(swedish.Select(match => match.Key), Is.EqualTo(new[] { "sv" }));
        Assert.That(document.Segments.Single().Content, Does.StartWith("Hold the red button"));
        Assert.That((deleted.DeletedCount, left.Count), Is.EqualTo((2, (int?)1)));
    }

    [Test]
    public async Task Parallel_pipelines_create_separate_traces()
    {
        var traces = new System.Collections.Concurrent.ConcurrentBag<(string TraceId, string Step)>();
        await Parallel.ForEachAsync(Enumerable.Range(0, 20), async (i, cancelled) =>
        {
            await using var root = await Client.Spans.StartAsync($"pipeline {i}", cancellationToken: cancelled);
            await using (await Client.Spans.StartAsync($"step {i}", cancellationToken: cancelled))
            {
                await Client.CallAsync<string>($"call_{i}", "Say something.", "text", cancellationToken: cancelled);
            }

            traces.Add((root.TraceId, $"step {i}"));
        });

        foreach (var (traceId, stepName) in traces)
        {
            var trace = await Client.Traces.GetAsync(traceId);
            var root = trace.Spans!.Single(span => span.ParentSpanId is null);
            var step = trace.Spans!.Single(span => span.ParentSpanId == root.Id);
            var call = trace.Spans!.Single(span => span.ParentSpanId == step.Id);
            Assert.That(trace.Spans, Has.Count.EqualTo(3));
            Assert.That(step.Name, Is.EqualTo(stepName));
            Assert.That(call.Data!.TotalTokens, Is.GreaterThan(0));
            Assert.That(root.DurationMs, Is.Not.Null);
        }
    }

    [Test]
    public async Task A_span_has_one_metric_per_dimension()
    {
        var call = await Client.CallAsync<string>("n", "i", "text");
        var metric = await Client.SpanMetrics.CreateAsync(call.SpanId, new CreateSpanMetricRequest { Dimension = "relevance", Value = 0.82 });

        await Assert.CatchAsync<OpperConflictException>(
            () => Client.SpanMetrics.CreateAsync(call.SpanId, new CreateSpanMetricRequest { Dimension = "relevance", Value = 1 }));
        await Client.SpanMetrics.UpdateAsync(call.SpanId, metric.Id, new UpdateSpanMetricRequest { Value = 0.9 });
        var listed = await Client.SpanMetrics.ListAsync(call.SpanId);
        await Client.SpanMetrics.DeleteAsync(call.SpanId, metric.Id);

        Assert.That(listed.Data.Select(item => (item.Dimension, item.Value)), Is.EqualTo(new[] { ((string?)"relevance", 0.9) }));
        Assert.That((await Client.SpanMetrics.ListAsync(call.SpanId)).Data, Is.Empty);
    }

    [Test]
    public async Task Embeddings_are_deterministic_unit_vectors_of_the_requested_dimension()
    {
        var request = new CreateEmbeddingRequest
        {
            Input = new[] { "red car", "blue sea" },
            Model = new ModelWithOptions { Name = "azure/text-embedding-3-large", Options = new { dimensions = 64 } },
        };

        var once = await Client.Embeddings.CreateAsync(request);
        var twice = await Client.Embeddings.CreateAsync(request);

        Assert.That(once.Data.Select(item => item.Embedding.Length), Is.EqualTo(new[] { 64, 64 }));
        Assert.That(Math.Sqrt(once.Data[0].Embedding.Sum(x => x * x)), Is.EqualTo(1).Within(1e-6));
        Assert.That(twice.Data[1].Embedding, Is.EqualTo(once.Data[1].Embedding));
    }

    [Test]
    public async Task Invalid_keys_and_requests_return_the_errors_of_the_API()
    {
        await using var locked = await TestEmulator.StartAsync(new OpperEmulatorOptions { ApiKey = "right" });
        var wrong = locked.CreateClient(options => options.ApiKey = "wrong");

        await Assert.CatchAsync<OpperAuthenticationException>(() => wrong.Models.ListAsync());
        Assert.That((await locked.CreateClient().Models.ListAsync()).Data, Is.Not.Empty);
        var invalid = await Assert.CatchAsync<OpperValidationException>(() => Client.Functions.ListAsync(limit: 1000));
        Assert.That(invalid!.ValidationIssues[0].Loc!.Select(part => part?.ToString()), Does.Contain("limit"));
        Assert.That(invalid.RequestId, Is.Not.Null);
    }

    [Test]
    public async Task A_stream_abandoned_early_does_not_affect_the_next_call()
    {
        Emulator.OnCall("long").Returns(string.Join(' ', Enumerable.Range(0, 2000)));
        await foreach (var _ in Client.StreamTextAsync("long"))
        {
            break;
        }

        string answer = await Client.CallAsync<string>("long");

        Assert.That(answer, Does.EndWith("1999"));
    }

    private sealed record MailFacts(string Email, double? Amount, List<string>? Tags);

    private sealed record Facts(string Email, double Amount, int Count, bool Paid, string? Note, string[] Tags, int[] Numbers);
}
