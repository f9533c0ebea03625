using Opper.Tracing;

namespace Opper.Tool.Tests;

public sealed class TraceTests : ToolTest
{
    [Test]
    public async Task A_trace_is_a_tree()
    {
        var id = await RecordAsync();

        var run = (await RunAsync("trace", id)).Ends(0);

        Assert.That(run.Out.Split('\n').Select(line => line.TrimEnd()),
            Has.Some.StartWith("pipeline ").And.Some.StartWith("├─ search ").And.Some.StartWith("│  └─ rank ").And.Some.StartWith("└─ answer "));
        Assert.That(run.Out, Does.Contain($"trace {id}, 4 spans"));
        Assert.That(run.Out, Does.Not.Contain("\u001b"));
    }

    [Test]
    public async Task A_trace_separates_names_and_times()
    {
        await Opper.Spans.CreateAsync(new CreateSpanRequest { Name = "alone" });
        var id = (await RunAsync("trace", "--json")).Json[0].GetProperty("id").GetString()!;

        Assert.That((await RunAsync("trace", id)).Ends(0).Out, Does.StartWith("alone  "));
        Assert.That((await RunAsync("trace", id, "--waterfall")).Ends(0).Out, Does.StartWith("alone  "));
    }

    [Test]
    public async Task A_waterfall_shows_when_each_span_ran()
    {
        var id = await RecordAsync();

        var lines = (await RunAsync("trace", id, "--waterfall")).Ends(0).Out.Split('\n');

        var (root, search, answer) = (Bar(lines, "pipeline"), Bar(lines, "search"), Bar(lines, "answer"));
        Assert.That(search.End, Is.LessThanOrEqualTo(answer.Start + 1));
        Assert.That(root.Start, Is.LessThanOrEqualTo(search.Start));
        Assert.That(root.End, Is.GreaterThanOrEqualTo(answer.End));
    }

    [Test]
    public async Task A_span_id_selects_its_trace_and_JSON_output_has_all_spans()
    {
        var id = await RecordAsync();
        var span = (await Opper.Traces.GetAsync(id)).Spans!.Last().Id!;

        Assert.That((await RunAsync("trace", span, "--json")).Ends(0).Json.GetProperty("id").GetString(), Is.EqualTo(id));
    }

    [Test]
    public async Task The_latest_traces_are_listed()
    {
        var id = await RecordAsync();

        Assert.That((await RunAsync("trace")).Ends(0).Out, Does.Contain(id).And.Contain("pipeline"));
        Assert.That((await RunAsync("trace", "--json", "--count", "1")).Ends(0).Json.GetArrayLength(), Is.EqualTo(1));
        Assert.That((await RunAsync("trace", "--name", "nothing", "--json")).Ends(0).Json.GetArrayLength(), Is.Zero);
    }

    [Test]
    public async Task Span_names_cannot_inject_terminal_escape_sequences()
    {
        string id;
        await using (var span = await Opper.Spans.StartAsync("red \u001b[31m[bold]\u202Eevil\n", "x"))
        {
            id = span.TraceId;
        }

        Assert.That((await RunAsync("trace", id)).Ends(0).Out, Does.Contain("[bold]").And.Not.Contain("\u001b").And.Not.Contain("\u202E"));
    }

    [TestCase(false)]
    [TestCase(true)]
    [CancelAfter(60_000)]
    public async Task A_trace_of_a_thousand_spans_half_of_them_nested_is_shown(bool isWaterfall)
    {
        var root = await Opper.Spans.CreateAsync(new CreateSpanRequest { Name = "root" });
        var parent = root.Id;
        for (var i = 1; i < 1000; i++)
        {
            var span = await Opper.Spans.CreateAsync(new CreateSpanRequest { Name = $"span {i}", TraceId = root.TraceId, ParentSpanId = parent });
            parent = i < 500 ? span.Id : root.Id;
        }

        var run = (await RunAsync(["trace", root.TraceId!, .. isWaterfall ? ["--waterfall"] : Array.Empty<string>()])).Ends(0);

        Assert.That(run.Out, Does.Contain("span 999 ").And.Contain(", 1000 spans, "));
        Assert.That(run.Out.Split('\n'), Has.Length.EqualTo(1002));
    }

    [Test]
    public async Task An_unknown_trace_is_reported() =>
        Assert.That((await RunAsync("trace", "no-trace")).Ends(2).Error, Is.EqualTo("There is no trace and no span 'no-trace'.\n"));

    [TestCase("0")]
    [TestCase("-3")]
    public async Task A_limit_below_one_is_rejected(string count) =>
        Assert.That((await RunAsync("trace", "--count", count)).Ends(2).Error, Does.Contain("--count"));

    private async Task<string> RecordAsync()
    {
        await using var root = await Opper.Spans.StartAsync("pipeline", "question");
        await using (await Opper.Spans.StartAsync("search", "question"))
        {
            await using (await Opper.Spans.StartAsync("rank", "passages"))
            {
                await Task.Delay(20);
            }
        }

        await using (await Opper.Spans.StartAsync("answer", "passages"))
        {
            await Task.Delay(20);
        }

        return root.TraceId;
    }

    private static (int Start, int End) Bar(string[] lines, string name)
    {
        var line = lines.Single(line => line.Contains(name + " ", StringComparison.Ordinal));
        return (line.IndexOf('━', StringComparison.Ordinal), line.LastIndexOf('━'));
    }
}
