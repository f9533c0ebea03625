using System.Diagnostics;
using Opper.Batch.Tests.Support;
using Opper.Chat;
using Opper.Emulator;
using Opper.Functions;

namespace Opper.Batch.Tests;

/// <summary>What can be run over rows, against the emulator.</summary>
public sealed class WorkTests
{
    [Test]
    public async Task A_run_calls_the_function_revision_current_at_its_start()
    {
        await using var emulator = await OpperEmulator.StartAsync();
        emulator.OnCall("triage").Returns("billing");
        var opper = emulator.CreateClient();
        var function = await opper.Functions.CreateAsync(new CreateFunctionRequest { Name = "triage", Instructions = "Name the topic." });
        using var folder = new TestFolder();
        var runner = BatchRunner.ForFunction<string, string>(opper, "triage", options: new BatchOptions { JournalPath = folder.File("run.db") });

        var items = await runner.RunAsync(["My invoice", "My parcel"]).ToListAsync();
        Assert.That(items.Select(item => item.Output), Is.EqualTo(new[] { "billing", "billing" }));
        Assert.That(items.Sum(item => item.Cost), Is.GreaterThan(0));
        Assert.That(emulator.Requests.Count(request => request.Path.Contains("/call/", StringComparison.Ordinal)), Is.EqualTo(2));
        Assert.That((await runner.RunAsync(["My invoice"]).ToListAsync()).Single().IsReplayed);

        await opper.Functions.UpdateAsync(function.Id, new UpdateFunctionRequest { Instructions = "Name the topic in one word." });
        Assert.That((await runner.RunAsync(["My invoice"]).ToListAsync()).Single().IsReplayed, Is.False);
    }

    [Test]
    public async Task Typed_tasks_chats_and_embeddings_can_be_run()
    {
        await using var emulator = await OpperEmulator.StartAsync();
        emulator.OnCall("triage").Returns(new { Name = "billing" });
        emulator.OnChat().Returns("yes");
        var opper = emulator.CreateClient();

        var tasks = await BatchRunner.ForTask<string, Topic>(opper, "triage", "Name the topic.").RunAsync(["My invoice"]).ToListAsync();
        var chats = await BatchRunner.ForChat<string, string>(opper,
            text => new ChatCompletionRequest { Messages = [ChatMessage.User(text)] }).RunAsync(["Is it?"]).ToListAsync();
        var vectors = await BatchRunner.ForEmbedding(opper).RunAsync(["red", "green"]).ToListAsync();

        Assert.That(tasks.Single().Output, Is.EqualTo(new Topic("billing")));
        Assert.That(chats.Single().Output, Is.EqualTo("yes"));
        Assert.That(chats.Single().InputTokens, Is.GreaterThan(0));
        Assert.That(vectors.All(item => item.Output!.Count > 100));
    }

    [Test]
    public async Task A_pilot_projects_the_total_cost_and_its_rows_are_not_charged_again()
    {
        await using var server = await CountingServer.StartAsync();
        using var folder = new TestFolder();
        var runner = BatchRunner.ForTask<int, string>(server.Client(), "double",
            options: new BatchOptions { JournalPath = folder.File("run.db"), MaxConcurrency = 4 });
        var rows = Enumerable.Range(0, 100).ToAsyncEnumerable();

        var pilot = await runner.PilotAsync(rows, 10);

        Assert.That((pilot.Rows, pilot.Cost, pilot.ProjectCost(100)), Is.EqualTo((10, 0.001m, 0.01m)));
        Assert.That(pilot.ProjectTime(100), Is.EqualTo(pilot.MeanDuration * 25));
        Assert.That(await runner.RunAsync(rows).CountAsync(item => item.IsReplayed), Is.EqualTo(10));
        Assert.That(server.Asked, Is.EqualTo(100));
    }

    [Test]
    public async Task A_run_has_an_activity_with_child_activities_for_sampled_rows()
    {
        await using var server = await CountingServer.StartAsync();
        var activities = new List<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == OpperDiagnostics.ActivitySourceName,
            // As a sampler does that follows the parent.
            Sample = (ref ActivityCreationOptions<ActivityContext> options) =>
                options.Parent.SpanId == default || options.Parent.TraceFlags.HasFlag(ActivityTraceFlags.Recorded) ? ActivitySamplingResult.AllDataAndRecorded
                    : ActivitySamplingResult.None,
            ActivityStopped = activity =>
            {
                lock (activities)
                {
                    activities.Add(activity);
                }
            },
        };
        ActivitySource.AddActivityListener(listener);
        using var ambient = new Activity("test").SetIdFormat(ActivityIdFormat.W3C);
        ambient.ActivityTraceFlags = ActivityTraceFlags.Recorded;
        ambient.Start();

        await BatchRunner.ForTask<int, string>(server.Client(), "double",
            options: new BatchOptions { Name = "doubles", ActivitySampling = 0.1 }).RunAsync(Enumerable.Range(0, 50)).CountAsync();

        var own = activities.Where(activity => activity.TraceId == ambient.TraceId).ToList();
        var run = own.Single(activity => activity.OperationName == "batch doubles");
        var rows = own.Where(activity => activity.OperationName == "batch.row").ToList();
        Assert.That(rows.Select(row => (row.ParentSpanId, row.GetTagItem("opper.batch.index"))),
            Is.EquivalentTo(new[] { 0L, 10, 20, 30, 40 }.Select(index => (run.SpanId, (object?)index))));
        Assert.That(own.Where(activity => activity.OperationName.StartsWith("generate_content", StringComparison.Ordinal)).Select(call => call.ParentSpanId),
            Is.EquivalentTo(rows.Select(row => row.SpanId)));
        Assert.That((run.GetTagItem("opper.batch.rows"), run.GetTagItem("opper.cost")), Is.EqualTo((50L, 0.005)));
    }

    private sealed record Topic(string Name);
}
