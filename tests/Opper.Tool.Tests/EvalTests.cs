using System.Xml.Linq;
using Opper.Datasets;
using Opper.Functions;

namespace Opper.Tool.Tests;

public sealed class EvalTests : ToolTest
{
    [SetUp]
    public async Task SeedAsync()
    {
        await Opper.Functions.CreateAsync(new CreateFunctionRequest { Name = "triage", Instructions = "Choose the team." });
        Write("cases.jsonl", """
            {"input": "bill", "expected": "billing"}
            {"input": "parcel", "expected": "shipping"}
            {"input": "both", "expected": "billing"}

            """);
        Write("worse.txt", "Say something.\n");
        Write("better.txt", "Choose the team with care.\n");
        Emulator.OnCall("triage").Returns(call => call.InputText == "parcel" ? "shipping" : call.InputText == "bill" ? "billing" : "unsure");
        Emulator.OnCall("triage/evaluation").Returns(call => call.Instructions.Contains("care", StringComparison.Ordinal)
            ? call.InputText == "parcel" ? "shipping" : "billing"
            : "something");
    }

    [Test]
    public async Task A_worse_prompt_fails_the_gate_and_a_better_one_passes()
    {
        string[] gate = ["--data", PathOf("cases.jsonl"), "--no-regression", "exact", "--min", "exact=0.6"];

        var worse = (await RunAsync(["eval", "triage", "--prompt", PathOf("worse.txt"), .. gate])).Ends(4);
        var better = (await RunAsync(["eval", "triage", "--prompt", PathOf("better.txt"), .. gate, "--json"])).Ends(0);

        Assert.That(worse.Out, Does.Contain("Failed: worse").And.Contain("FAILED exact is at least 0.6: 0"));
        Assert.That(better.Json.GetProperty("passed").GetBoolean(), Is.True);
        Assert.That(better.Json.GetProperty("variants")[1].GetProperty("scores").GetProperty("exact").GetDouble(), Is.EqualTo(1));
    }

    [Test]
    public async Task Reports_are_written_to_files()
    {
        (await RunAsync("eval", "triage", "--data", PathOf("cases.jsonl"), "-s", "exact", "-s", "regex:ing$", "--html", PathOf("out/report.html"), "--junit",
            PathOf("out/gate.xml"), "--markdown", PathOf("out/summary.md"))).Ends(0);

        Assert.That(await File.ReadAllTextAsync(PathOf("out/report.html")), Does.StartWith("<!doctype html>"));
        Assert.That(XDocument.Load(PathOf("out/gate.xml")).Root!.Name.LocalName, Is.EqualTo("testsuites"));
        Assert.That(await File.ReadAllTextAsync(PathOf("out/summary.md")), Does.Contain("| triage (baseline) |"));
    }

    [Test]
    public async Task The_functions_own_dataset_and_a_journal_are_used()
    {
        var function = await Opper.Functions.GetByNameAsync("triage");
        await Opper.Datasets.CreateEntryAsync(function.DatasetId!, new CreateDatasetEntryRequest { Input = "bill", Output = "billing" });
        for (var i = 0; i < 2; i++)
        {
            (await RunAsync("eval", "triage", "--journal", PathOf("journal.db"), "--min", "exact=1", "--no-metrics")).Ends(0);
        }

        Assert.That(Emulator.Requests.Count(request => request.Path.Contains("/call", StringComparison.Ordinal)), Is.EqualTo(1));
    }

    [TestCase("--score", "nothing")]
    [TestCase("--score", "regex:(")]
    [TestCase("--min", "mistyped=0.9")]
    [TestCase("--min", "fields/team=0.9")]
    [TestCase("--no-regression", "exact ")]
    [TestCase("--score", "fields", "--min", "fields/team=0.9")]
    [TestCase("--score", "json", "--min", "exact=0.9")]
    [TestCase("--score", "json", "--score", "json")]
    [TestCase("--model", "m", "--model", "m")]
    [TestCase("--variant", "nobody")]
    [TestCase("--data", "/nowhere/cases.jsonl")]
    [TestCase("--html", "cases.jsonl/report.html")]
    [TestCase("--journal", "/nowhere/journal.db")]
    [TestCase("--prompt", "worse.txt", "--prompt", "other/worse.txt")]
    public async Task Invalid_settings_are_reported_before_any_call(params string[] arguments)
    {
        Write("other/worse.txt", "Another.");
        string[] data = arguments[0] == "--data" ? [] : ["--data", PathOf("cases.jsonl")];
        string[] full = [.. arguments.Select(argument => Path.GetExtension(argument) is ".txt" or ".html" ? PathOf(argument) : argument)];
        Assert.That((await RunAsync(["eval", "triage", .. data, .. full])).Ends(2).Error.TrimEnd('\n').Split('\n'), Has.Length.EqualTo(1));
        Assert.That(Emulator.Requests.Where(request => request.Path.Contains("/call", StringComparison.Ordinal)), Is.Empty);
    }

    [TestCase("--html", "cases.jsonl")]
    [TestCase("--junit", "link.jsonl")]
    [TestCase("--markdown", "better.txt")]
    [TestCase("--html", "journal.db")]
    [TestCase("--html", "out", "--junit", "out")]
    public async Task Reports_do_not_overwrite_the_files_of_the_evaluation_or_each_other(params string[] arguments)
    {
        File.CreateSymbolicLink(PathOf("link.jsonl"), PathOf("cases.jsonl"));
        var files = Folder.GetFiles().ToDictionary(file => file.FullName, file => File.ReadAllText(file.FullName));
        string[] full = [.. arguments.Select(argument => argument.StartsWith('-') ? argument : PathOf(argument))];

        var run = (await RunAsync(["eval", "triage", "--data", PathOf("cases.jsonl"), "--prompt", PathOf("better.txt"), "--journal", PathOf("journal.db"),
            .. full])).Ends(2);

        Assert.That(run.Error, Does.EndWith($" and {arguments[^2]} are the same file.\n"));
        Assert.That(Folder.GetFiles().ToDictionary(file => file.FullName, file => File.ReadAllText(file.FullName)), Is.EqualTo(files));
    }

    [Test]
    public async Task A_run_that_is_rejected_leaves_no_empty_reports()
    {
        (await RunAsync("eval", "triage", "--data", PathOf("cases.jsonl"), "--html", PathOf("new.html"), "--min", "other=1")).Ends(2);
        Assert.That(File.Exists(PathOf("new.html")), Is.False);
    }

    [Test]
    public async Task Conditions_may_be_about_the_fields_of_any_case()
    {
        Write("objects.jsonl", """
            {"input": "bill", "expected": {"team": "billing"}}
            {"input": "parcel", "expected": {"team": "shipping", "urgent": true}}
            """);
        await Opper.Functions.CreateAsync(new CreateFunctionRequest { Name = "sort", Instructions = "Sort.", OutputSchema = new { type = "object" } });
        Emulator.OnCall("sort").Returns(new { team = "billing", urgent = true });

        var run = (await RunAsync("eval", "sort", "--data", PathOf("objects.jsonl"), "-s", "fields", "--min", "fields/team=0.5", "--min",
            "fields/urgent=0.5", "--no-regression", "fields")).Ends(0);

        Assert.That(run.Out, Does.Contain("ok fields/urgent is at least 0.5: 0.5"));
    }

    [Test]
    public async Task An_unknown_function_is_reported()
    {
        var run = (await RunAsync("eval", "nobody", "--data", PathOf("cases.jsonl"))).Ends(2);

        Assert.That(run.Error, Is.EqualTo("There is no function 'nobody'.\n"));
    }

    [Test]
    public async Task An_empty_dataset_is_reported() => Assert.That((await RunAsync("eval", "triage")).Ends(2).Error, Does.Contain("no cases"));
}
