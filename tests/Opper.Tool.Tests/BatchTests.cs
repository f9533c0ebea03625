using System.Text.Json;

namespace Opper.Tool.Tests;

public sealed class BatchTests : ToolTest
{
    private const string Three = "\"one\"\n\n\"two\"\n\"three\"\n";

    [SetUp]
    public void Script() => Emulator.OnCall("shout").Returns(call => call.InputText.ToUpperInvariant());

    [Test]
    public async Task Each_line_is_answered()
    {
        var run = (await RunAsync("batch", "shout", "-i", "Shout.", "--input", Write("in.jsonl", Three), "--ordered")).Ends(0);

        Assert.That(run.Out, Is.EqualTo("""
            {"index":0,"input":"one","output":"ONE"}
            {"index":1,"input":"two","output":"TWO"}
            {"index":2,"input":"three","output":"THREE"}

            """));
        Assert.That(run.Error, Does.StartWith("3 done, 0 failed, 0 recorded before; "));
    }

    [Test]
    public async Task It_works_in_a_pipe_with_a_property_of_each_line()
    {
        var run = (await RunWithInputAsync("{\"mail\": \"one\", \"n\": 1}\n", "batch", "shout", "-i", "Shout.", "--field", "mail")).Ends(0);
        Assert.That(run.Out, Is.EqualTo("{\"index\":0,\"input\":\"one\",\"output\":\"ONE\"}\n"));
    }

    [Test]
    public async Task What_was_answered_is_not_paid_again()
    {
        string[] arguments = ["batch", "shout", "-i", "Shout.", "--input", Write("in.jsonl", Three), "--output", PathOf("out.jsonl"), "--json"];

        (await RunAsync(arguments)).Ends(0);
        var calls = Emulator.Requests.Count;
        var summary = (await RunAsync(arguments)).Ends(0).Json;

        Assert.That(Emulator.Requests, Has.Count.EqualTo(calls));
        Assert.That((summary.GetProperty("replayed").GetInt32(), summary.GetProperty("cost").GetDecimal()), Is.EqualTo((3, 0m)));
        Assert.That(await File.ReadAllLinesAsync(PathOf("out.jsonl")), Has.Length.EqualTo(3));
        (await RunAsync([.. arguments, "--model", "openai/gpt-4o"])).Ends(0);
        Assert.That(Emulator.Requests, Has.Count.EqualTo(calls + 3), "another model is other work");
    }

    [Test]
    public async Task A_row_that_fails_is_a_line_with_its_error()
    {
        Emulator.OnCall("weigh").Returns("light");
        Emulator.OnCall("weigh").When(call => call.InputText == "two").Throws(400, "too heavy");

        var run = (await RunAsync("batch", "weigh", "-i", "Weigh.", "--input", Write("in.jsonl", Three), "--ordered")).Ends(4);

        var lines = run.Out.TrimEnd('\n').Split('\n').Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.That(lines.Select(line => line.TryGetProperty("error", out _)), Is.EqualTo(new[] { false, true, false }));
        Assert.That(run.Error, Does.StartWith("3 done, 1 failed"));
    }

    [Test]
    public async Task A_pilot_runs_some_rows_and_projects_the_rest()
    {
        var input = Write("in.jsonl", string.Concat(Enumerable.Range(0, 100).Select(i => $"\"row {i}\"\n")));

        var run = (await RunAsync("batch", "shout", "-i", "Shout.", "--input", input, "--output", PathOf("out.jsonl"), "--pilot", "5", "--json")).Ends(0).Json;

        Assert.That(Emulator.Requests.Count(request => request.Path == "/v2/call"), Is.EqualTo(5));
        Assert.That(run.GetProperty("projected_cost").GetDecimal(), Is.EqualTo(run.GetProperty("cost").GetDecimal() * 20));
    }

    [TestCase("\"one\"\nnot JSON\n", "line 2: this is not JSON")]
    [TestCase("{\"a\": 1}\n", "line 1: this is not a JSON object with 'mail'", "--field", "mail")]
    public async Task A_line_that_cannot_be_read_is_named(string text, string reason, params string[] more) =>
        Assert.That((await RunAsync(["batch", "shout", "-i", "Shout.", "--input", Write("in.jsonl", text), .. more])).Ends(2).Error, Does.Contain(reason));

    [TestCase("--pilot", "3")]
    [TestCase("--input", "/nowhere/in.jsonl")]
    [TestCase("--concurrency", "0")]
    public async Task What_cannot_be_done_is_said(params string[] arguments) => (await RunAsync(["batch", "shout", "-i", "Shout.", .. arguments])).Ends(2);
}
