using System.Globalization;

namespace Opper.Tool.Tests;

/// <summary>Numbers of options are checked before anything is done, and the message names the option and its bounds.</summary>
public sealed class OptionTests : ToolTest
{
    private static readonly (string[] Command, string Option, string Least, string Most)[] Numbers =
    [
        (["batch", "shout", "-i", "Shout."], "--concurrency", "1", "2147483647"),
        (["batch", "shout", "-i", "Shout."], "--requests-per-minute", "1", "2147483647"),
        (["batch", "shout", "-i", "Shout."], "--tokens-per-minute", "1", "2147483647"),
        (["batch", "shout", "-i", "Shout."], "--budget", "0", "on"),
        (["batch", "shout", "-i", "Shout."], "--max-row-cost", "0", "on"),
        (["batch", "shout", "-i", "Shout.", "--input", "in.jsonl"], "--pilot", "1", "2147483647"),
        (["eval", "shout"], "--concurrency", "1", "2147483647"),
        (["eval", "shout"], "--max-failures", "0", "2147483647"),
        (["eval", "shout"], "--max-cost", "0", "on"),
        (["eval", "shout"], "--max-latency", "0", "2147483647"),
        (["trace"], "--count", "1", "2147483647"),
        (["emulator"], "--port", "0", "65535"),
        (["emulator"], "--delay", "0", "65535"),
    ];

    private static IEnumerable<TestCaseData> Invalid() =>
        from option in Numbers
        from value in new[] { "-1", "NaN", "many", "1e999", "1.5.1", "1,5", "99999999999999999999999999999999", option.Least == "1" ? "0" : "-0.1" }
        let bounds = option.Most == "on" ? $"from {option.Least} on" : $"from {option.Least} to {option.Most}"
        select new TestCaseData(option.Command, option.Option, value, bounds);

    [TestCaseSource(nameof(Invalid))]
    public async Task An_invalid_number_is_reported_with_the_option_and_its_bounds(string[] command, string option, string value, string bounds)
    {
        var run = (await RunWithInputAsync("\"one\"\n", [.. command, option, value])).Ends(2);

        Assert.That(run.Error, Does.StartWith($"{option} needs a ").And.Contain($"number {bounds}; it got '{value}'.\n"));
        Assert.That(run.Error, Does.Not.Contain("done").And.Not.Contain("System."));
        Assert.That(run.Out, Is.Empty);
        Assert.That(Emulator.Requests, Is.Empty);
    }

    [Test]
    [SetCulture("")]
    public async Task Numbers_are_read_regardless_of_the_culture()
    {
        var german = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        (german.NumberFormat.NumberDecimalSeparator, german.NumberFormat.NumberGroupSeparator) = (",", ".");
        CultureInfo.CurrentCulture = german;
        Emulator.OnCall("shout").Returns("LOUD");

        // Read as 15 million dollars, the row would be within the budget.
        var run = (await RunWithInputAsync("\"one\"\n", "batch", "shout", "-i", "Shout.", "--budget", "0.000015", "--max-row-cost", "1.5")).Ends(1);

        Assert.That(run.Error, Does.Contain("budget").IgnoreCase.And.Contain("0.000015"));
        Assert.That(Emulator.Requests, Is.Empty);
    }

    [TestCase("--model", "call", "x", "y", "-i", "Shout.")]
    [TestCase("--instructions", "call", "x", "y")]
    [TestCase("--revision", "call", "x", "y")]
    [TestCase("--schema", "call", "x", "y", "-i", "Shout.")]
    [TestCase("--emulator-data", "call", "x", "y")]
    [TestCase("--field", "batch", "x")]
    [TestCase("--journal", "batch", "x")]
    [TestCase("--output", "batch", "x")]
    [TestCase("--model", "eval", "x")]
    [TestCase("--revision", "eval", "x")]
    [TestCase("--journal", "eval", "x")]
    [TestCase("--html", "eval", "x")]
    [TestCase("--name", "types", "x")]
    [TestCase("--name", "trace")]
    [TestCase("--base", "knowledge", "sync", ".")]
    [TestCase("--include", "knowledge", "sync", ".")]
    [TestCase("--folder", "functions", "pull")]
    public async Task A_blank_value_is_reported(string option, params string[] command)
    {
        var run = (await RunWithInputAsync("\"one\"\n", [.. command, option, ""])).Ends(2);

        Assert.That(run.Error, Does.StartWith($"{option} must not be blank.\n").And.Not.Contain("System."));
        Assert.That(Emulator.Requests, Is.Empty);
    }

    [TestCase("--min", "exact=NaN")]
    [TestCase("--min", "exact=Infinity")]
    [TestCase("--min", "exact=90")]
    [TestCase("--min", "exact=-0.1")]
    [TestCase("--min", "exact=")]
    [TestCase("--min", "=0.5")]
    [TestCase("--min", "exact")]
    [TestCase("--min", "exact=0,9")]
    [TestCase("--min", "")]
    [TestCase("--no-regression", "exact=NaN")]
    [TestCase("--no-regression", "exact=-0.1")]
    [TestCase("--no-regression", "exact=")]
    [TestCase("--no-regression", " ")]
    public async Task An_invalid_condition_is_reported_with_its_form(string option, string value)
    {
        var run = (await RunAsync("eval", "shout", option, value)).Ends(2);

        Assert.That(run.Error, Does.StartWith($"{option} needs a score and a number from 0 to 1, such as exact=0.").And.Contain($"it got '{value}'.\n"));
        Assert.That(Emulator.Requests, Is.Empty);
    }

    [TestCase("--min", "exact=0.5", "exact=0.9")]
    [TestCase("--no-regression", "exact", "exact=0.9")]
    public async Task A_score_with_two_conditions_of_a_kind_is_reported(string option, params string[] values)
    {
        var run = (await RunAsync(["eval", "shout", .. values.SelectMany(value => new[] { option, value })])).Ends(2);

        Assert.That(run.Error, Does.StartWith($"{option} has 'exact' twice.\n"));
        Assert.That(Emulator.Requests, Is.Empty);
    }
}
