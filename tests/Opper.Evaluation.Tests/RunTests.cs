using Opper.Functions;

namespace Opper.Evaluation.Tests;

/// <summary>Runs: every case has a result, no call is paid for twice, failures are reported.</summary>
public sealed class RunTests : EvaluationTest
{
    private static readonly (object? Input, object? Expected)[] Mails = [("bill", "billing"), ("parcel", "shipping"), ("both", "billing")];

    [Test]
    public async Task Each_case_is_run_and_scored()
    {
        var report = await new EvaluationRunner(Opper).RunAsync(
            EvaluationDataset.Of(Mails),
            [Table("first", ("bill", "billing"), ("parcel", "billing"), ("both", "billing"))],
            [Scorers.Exact(), Scorers.Of("length", context => context.OutputText.Length)]);

        var variant = report["first"];
        Assert.That(variant.Results.Select(result => result.Case.Id), Is.EqualTo(new[] { "1", "2", "3" }));
        Assert.That(variant.Results.Select(result => result.Scores[0].Value), Is.EqualTo(new double?[] { 1, 0, 1 }));
        Assert.That(variant.Mean("length"), Is.EqualTo(7));
        Assert.That((variant.Failures, variant.Mean("none")), Is.EqualTo((0, (double?)null)));
    }

    [Test]
    public async Task Failures_of_a_scorer_that_does_not_know_its_names_are_failures()
    {
        var report = await new EvaluationRunner(Opper).RunAsync(
            EvaluationDataset.Of(("a", "a"), ("b", "b")), [Table("first", ("a", "a"))], [Scorers.Exact(), new NamelessScorer()]);

        Assert.That(report["first"].Results.Select(result => result.Scores.Count(score => score.IsFailure)), Is.EqualTo(new[] { 1, 2 }));
        Assert.That(new EvaluationGate { MaxFailures = 1 }.Check(report).Passed, Is.False);
    }

    [Test]
    public async Task A_failed_call_fails_all_its_scores_and_is_excluded_from_the_mean()
    {
        var report = await new EvaluationRunner(Opper).RunAsync(
            EvaluationDataset.Of(Mails), [Table("first", ("bill", "billing"), ("parcel", "shipping"))], [Scorers.Exact(), Scorers.Regex("ing$")]);

        var failed = report["first"].Results[2];
        Assert.That(failed.Error, Is.Not.Null);
        Assert.That(failed.Scores.Select(score => (score.Name, score.IsFailure)), Is.EqualTo(new[] { ("exact", true), ("regex", true) }));
        Assert.That(report["first"].Mean("exact"), Is.EqualTo(2 / 3d));
        Assert.That(report["first"].Failures, Is.EqualTo(1));
    }

    [Test]
    public async Task A_failed_judge_call_is_a_failed_score()
    {
        Emulator.OnCall("evaluation/judge").Throws(500).Returns(new { Reasoning = "Right.", Score = 0.5 }).Returns(new { Reasoning = "Too much.", Score = 7 });

        var report = await new EvaluationRunner(Opper, new EvaluationOptions { MaxConcurrency = 1 }).RunAsync(
            EvaluationDataset.Of(Mails), [Table("first", ("bill", "billing"), ("parcel", "shipping"), ("both", "x"))],
            [Scorers.Judge(Opper, "It names the team.")]);

        Assert.That(report["first"].Results.SelectMany(result => result.Scores).Count(score => score.IsFailure), Is.EqualTo(2));
        Assert.That(report["first"].Mean("judge"), Is.EqualTo(0.5 / 3));
        Assert.That(new EvaluationGate().Check(report).Passed, Is.False);
    }

    [Test]
    public async Task Calls_and_judgements_in_the_journal_are_not_repeated()
    {
        await TriageAsync();
        Emulator.OnCall("triage").Returns(new { team = "billing" });
        Emulator.OnCall("evaluation/judge").Returns(new { Reasoning = "Right.", Score = 1 });
        Task<EvaluationReport> RunAsync(params Scorer[] more) =>
            new EvaluationRunner(Opper, new EvaluationOptions { JournalPath = Path.Combine(Folder, "journal.db") }).RunAsync(
            EvaluationDataset.Of(Mails), [EvaluationVariant.OfFunction(Opper, "triage")], [Scorers.Judge(Opper, "It names the team."), .. more]);

        var first = await RunAsync();
        var before = Emulator.Requests.Count(request => request.Method == "POST");
        var second = await RunAsync(Scorers.Fields());

        Assert.That(first["triage"].Results.Select(result => result.IsReplayed), Has.All.False);
        Assert.That(second["triage"].Results.Select(result => result.IsReplayed), Has.All.True);
        Assert.That(second["triage"].Mean("judge"), Is.EqualTo(1));
        Assert.That(Emulator.Requests.Where(request => request.Method == "POST").Skip(before).Select(request => request.Path), Has.All.EndsWith("/metrics"),
            "only the new scores are recorded");
    }

    [Test]
    public async Task An_interrupted_run_can_be_resumed()
    {
        const int Concurrency = 4;
        var cases = EvaluationDataset.Of([.. Enumerable.Range(0, 300).Select(i => ((object?)i, (object?)i))]).ToList();
        var calls = 0;
        var cut = new TaskCompletionSource();
        using var stop = new CancellationTokenSource();
        var variant = EvaluationVariant.Of("v", "1", async (input, _) =>
        {
            var call = Interlocked.Increment(ref calls);
            if (call == 20)
            {
                await stop.CancelAsync();
                cut.SetResult();
            }
            else if (call > 20)
            {
                // Otherwise everything could be completed before the run observes the cancellation.
                await cut.Task;
            }

            return new EvaluationOutput(input);
        });
        var runner = new EvaluationRunner(Opper, new EvaluationOptions { JournalPath = Path.Combine(Folder, "journal.db"), MaxConcurrency = Concurrency });

        await Assert.CatchAsync<OperationCanceledException>(() => runner.RunAsync(cases, [variant], [Scorers.Exact()], stop.Token));
        var before = calls;
        Assert.That(before, Is.InRange(20, 20 + Concurrency));
        var report = await runner.RunAsync(cases, [variant], [Scorers.Exact()], CancellationToken.None);

        Assert.That((report["v"].Mean("exact"), report["v"].Failures), Is.EqualTo((1d, 0)));
        Assert.That(calls, Is.LessThanOrEqualTo(300 + Concurrency));
        Assert.That(report["v"].Results.Count(result => result.IsReplayed), Is.GreaterThanOrEqualTo(before - Concurrency));
    }

    [Test]
    public async Task Concurrent_evaluations_share_recorded_outputs_and_scores()
    {
        var cases = EvaluationDataset.Of([.. Enumerable.Range(0, 50).Select(i => ((object?)i, (object?)i))]).ToList();
        var (calls, scored) = (0, 0);
        var variant = EvaluationVariant.Of("v", "1", async (input, token) =>
        {
            Interlocked.Increment(ref calls);
            await Task.Delay(5, token);
            return new EvaluationOutput(input);
        });
        var scorer = Scorers.Of("paid", async (_, token) =>
        {
            Interlocked.Increment(ref scored);
            await Task.Delay(5, token);
            return new Score("paid", 1);
        }, "1");
        var options = new EvaluationOptions { JournalPath = Path.Combine(Folder, "journal.db"), RecordMetrics = false };

        var reports = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => new EvaluationRunner(Opper, options).RunAsync(cases, [variant], [scorer])));

        Assert.That(reports.Select(report => (report["v"].Failures, report["v"].Mean("paid"))), Is.All.EqualTo((0, 1d)));
        Assert.That((calls, scored), Is.EqualTo((50, 50)));
    }

    [Test]
    public async Task A_new_revision_is_called_again_and_an_old_one_can_be_selected()
    {
        var function = await TriageAsync();
        Emulator.OnCall("triage").Returns(call => new { team = call.Instructions == "Choose." ? "billing" : "shipping" });
        var options = new EvaluationOptions { JournalPath = Path.Combine(Folder, "journal.db") };
        await new EvaluationRunner(Opper, options).RunAsync(EvaluationDataset.Of(Mails), [EvaluationVariant.OfFunction(Opper, "triage")], [Scorers.Exact()]);
        await Opper.Functions.UpdateAsync(function.Id, new UpdateFunctionRequest { Instructions = "Choose well." });

        var report = await new EvaluationRunner(Opper, options).RunAsync(
            EvaluationDataset.Of(Mails), EvaluationVariant.Combine(Opper, "triage",
                revisionIds: [function.RevisionId!, (await Opper.Functions.GetAsync(function.Id)).RevisionId!]), [Scorers.Exact()]);

        Assert.That(report.Variants.Select(variant => variant.Results[0].Output!["team"]!.ToString()), Is.EqualTo(new[] { "billing", "shipping" }));
        Assert.That(report.Variants.Select(variant => variant.Results[0].IsReplayed), Is.EqualTo(new[] { true, false }));
    }

    [Test]
    public async Task Models_and_prompts_can_be_evaluated_without_changing_the_function()
    {
        var function = await TriageAsync();
        var seen = new System.Collections.Concurrent.ConcurrentBag<(string Model, string Instructions)>();
        Emulator.OnCall("triage/evaluation").Returns(call =>
        {
            seen.Add((call.Model, call.Instructions));
            return new { team = "billing" };
        });

        var variants = EvaluationVariant.Combine(Opper, "triage", models: ["openai/gpt-4o", "azure/gpt-4o-eu"],
            prompts: new Dictionary<string, string> { ["short"] = "Team?", ["long"] = "Which team handles it?" });
        var report = await new EvaluationRunner(Opper).RunAsync(EvaluationDataset.Of(Mails), variants, [Scorers.Fields()]);

        Assert.That(report.Variants.Select(variant => variant.Name),
            Is.EqualTo(new[] { "short, openai/gpt-4o", "short, azure/gpt-4o-eu", "long, openai/gpt-4o", "long, azure/gpt-4o-eu" }));
        Assert.That(seen.Distinct(), Has.Exactly(4).Items);
        Assert.That((await Opper.Functions.GetAsync(function.Id)).RevisionId, Is.EqualTo(function.RevisionId));
    }

    [Test]
    public async Task Scores_are_recorded_as_span_metrics_once()
    {
        await TriageAsync();
        Emulator.OnCall("triage").Returns(new { team = "billing" });
        var options = new EvaluationOptions { JournalPath = Path.Combine(Folder, "journal.db") };
        EvaluationReport report = null!;
        for (var i = 0; i < 2; i++)
        {
            report = await new EvaluationRunner(Opper, options).RunAsync(
                EvaluationDataset.Of(("bill", new { team = "billing" }), ("parcel", new { team = "shipping" })),
                [EvaluationVariant.OfFunction(Opper, "triage")], [Scorers.Fields()]);
        }

        foreach (var result in report["triage"].Results)
        {
            var metrics = (await Opper.SpanMetrics.ListAsync(result.SpanId!)).Data;
            Assert.That(metrics.Select(metric => (metric.Dimension, metric.Value)),
                Is.EquivalentTo(result.Scores.Select(score => (score.Name, score.Value!.Value))));
        }
    }

    [Test]
    public async Task A_long_reason_is_shortened_between_characters([Range(497, 500)] int length)
    {
        await TriageAsync();
        var reason = new string('x', length) + "😀😀";

        var report = await new EvaluationRunner(Opper).RunAsync(EvaluationDataset.Of(Mails), [EvaluationVariant.OfFunction(Opper, "triage")],
            [Scorers.Of("s", _ => new Score("s", 1, reason))]);

        Assert.That(report["triage"].Results.Select(result => result.MetricErrors), Is.All.Zero);
        var comment = (await Opper.SpanMetrics.ListAsync(report["triage"].Results[0].SpanId!)).Data.Single().Comment!;
        Assert.That(reason, Does.StartWith(comment.TrimEnd('…')));
        Assert.That(comment, Has.Length.InRange(499, 500).And.EndsWith("…"));
    }

    [Test]
    public async Task Scores_are_not_recorded_if_metrics_are_disabled()
    {
        await TriageAsync();
        await new EvaluationRunner(Opper, new EvaluationOptions { RecordMetrics = false }).RunAsync(EvaluationDataset.Of(Mails),
            [EvaluationVariant.OfFunction(Opper, "triage")], [Scorers.Exact()]);
        Assert.That(Calls("/v2/spans"), Is.Zero);
    }

    [Test]
    public async Task A_failed_case_is_called_again_in_the_next_run()
    {
        await TriageAsync();
        Emulator.OnCall("triage").Throws(500).Returns(new { team = "billing" });
        var options = new EvaluationOptions { JournalPath = Path.Combine(Folder, "journal.db"), MaxConcurrency = 1 };
        var runner = new EvaluationRunner(Opper, options);
        Task<EvaluationReport> RunAsync() => runner.RunAsync(EvaluationDataset.Of(Mails), [EvaluationVariant.OfFunction(Opper, "triage")], [Scorers.Exact()]);

        Assert.That((await RunAsync())["triage"].Failures, Is.EqualTo(1));
        var second = (await RunAsync())["triage"];
        Assert.That((second.Failures, second.Results.Count(result => result.IsReplayed)), Is.EqualTo((0, 2)));
    }

    [Test]
    public async Task Empty_sets_and_duplicate_names_are_rejected()
    {
        var runner = new EvaluationRunner(Opper);
        await Assert.CatchAsync<ArgumentException>(() => runner.RunAsync([], [Table("a")], [Scorers.Exact()]));
        await Assert.CatchAsync<ArgumentException>(() => runner.RunAsync(EvaluationDataset.Of(Mails), [Table("a"), Table("a")], [Scorers.Exact()]));
        await Assert.CatchAsync<ArgumentException>(
            () => runner.RunAsync(EvaluationDataset.Of(Mails), [Table("a")], [Scorers.Exact(), Scorers.Regex("x", "exact")]));
        await Assert.CatchAsync<ArgumentException>(
            () => runner.RunAsync([new EvaluationCase("1", "a"), new EvaluationCase("1", "b")], [Table("a")], [Scorers.Exact()]));
        await Assert.CatchAsync<ArgumentException>(() => runner.RunAsync(EvaluationDataset.Of(Mails), [], [Scorers.Exact()]));
    }

    [Test]
    public async Task A_missing_function_fails_the_run() =>
        await Assert.CatchAsync<OpperNotFoundException>(
            () => new EvaluationRunner(Opper).RunAsync(EvaluationDataset.Of(Mails), [EvaluationVariant.OfFunction(Opper, "nobody")], [Scorers.Exact()]));

    private Task<Function> TriageAsync() => Opper.Functions.CreateAsync(new CreateFunctionRequest
    {
        Name = "triage",
        Instructions = "Choose.",
        OutputSchema = new { type = "object", properties = new { team = new { type = "string", @enum = new[] { "billing", "shipping" } } },
            required = new[] { "team" } },
    });

    private sealed class NamelessScorer : Scorer
    {
        public override IReadOnlyCollection<string> Names => [];

        public override Task<IReadOnlyList<Score>> ScoreAsync(ScoringContext context, CancellationToken cancellationToken = default) =>
            throw new InvalidOperationException("The judge is ill.");
    }
}
