using Opper.Functions;

namespace Opper.Tool.Tests;

/// <summary>Files with odd names and at odd places: they work, or the error has the option and the path.</summary>
public sealed class OddPathTests : ToolTest
{
    [SetUp]
    public void Seed()
    {
        Emulator.OnCall("shout").Returns(call => call.InputText.ToUpperInvariant());
        Write("in.jsonl", "\"one\"\n\"two\"\n");
        Directory.CreateDirectory(PathOf("folder"));
    }

    [TestCase("a b#c?d%20e;f=g'h\"i.db")]
    [TestCase("file:x.db?mode=memory")]
    [TestCase(":memory:")]
    [TestCase("|DataDirectory|x.db")]
    [TestCase("Mode=ReadOnly;Data Source=x.db")]
    [TestCase(" \t\n\u202E😀é")]
    [Platform(Exclude = "Win", Reason = "Names have none of these characters there.")]
    public async Task Any_name_of_a_file_is_one_of_a_journal_and_of_a_report(string name)
    {
        await ReplaysAsync(PathOf(name));

        Assert.That(File.Exists(PathOf(name)), Is.True);
        // The task has become a function.
        (await RunAsync("eval", "shout", "--data", Write("c.jsonl", "{\"input\": 1}"), "-s", "regex:.", "--html", PathOf("x" + name))).Ends(0);
        Assert.That(await File.ReadAllTextAsync(PathOf("x" + name)), Does.EndWith("</html>\n"));
    }

    [TestCase("new.db")]
    [TestCase("folder/new.db")]
    [TestCase("folder/../../NAME/folder/new.db")]
    public async Task A_journal_may_be_a_link_to_a_file_that_does_not_exist_yet(string target)
    {
        target = target.Replace("NAME", Folder.Name, StringComparison.Ordinal);
        File.CreateSymbolicLink(PathOf("link.db"), target);

        await ReplaysAsync(PathOf("link.db"));

        Assert.That(new FileInfo(PathOf("link.db")).LinkTarget, Is.EqualTo(target));
        Assert.That(new FileInfo(PathOf(target)).Length, Is.GreaterThan(0));
    }

    [TestCase("folder", "'PATH' is a folder.")]
    [TestCase("new/", "'PATH' is a folder.")]
    [TestCase("/", "'/' is a folder.")]
    [TestCase("/dev/null", "'/dev/null' is a device, in which nothing can be recorded.")]
    [TestCase("/dev/stdin", "'/dev/stdin' is a device, in which nothing can be recorded.")]
    [TestCase("null", "'PATH' is a device, in which nothing can be recorded.")]
    [TestCase("missing/run.db", "The folder of the journal 'PATH' does not exist.")]
    [TestCase("dangling", "The folder of the journal 'PATH' does not exist.")]
    [TestCase("in.jsonl/run.db", "The folder of the journal 'PATH' does not exist.")]
    [TestCase("other", "'PATH' is not a journal, but another kind of file. Choose another path for the journal.")]
    [Platform(Exclude = "Win", Reason = "There are no such devices.")]
    public async Task A_file_that_cannot_be_a_journal_is_reported_with_the_option(string name, string message)
    {
        File.CreateSymbolicLink(PathOf("null"), "/dev/null");
        File.CreateSymbolicLink(PathOf("dangling"), "missing/run.db");
        Write("other", "other");
        await Opper.Functions.CreateAsync(new CreateFunctionRequest { Name = "shout", Instructions = "Shout." });

        foreach (var command in new string[][]
        {
            ["batch", "shout", "-i", "Shout.", "--input", PathOf("in.jsonl")], ["eval", "shout", "--data", Write("c.jsonl", "{\"input\": 1}"), "-s", "regex:."],
        })
        {
            var run = (await RunAsync([.. command, "--journal", PathOf(name)])).Ends(2);
            Assert.That(run.Error, Is.EqualTo($"--journal: {message.Replace("PATH", PathOf(name), StringComparison.Ordinal)}\n"));
        }

        Assert.That(Emulator.Requests.Where(request => request.Path.Contains("/call", StringComparison.Ordinal)), Is.Empty);
    }

    [TestCase("batch", "shout", "-i", "Shout.", "--in-format", "jsonl", "--input")]
    [TestCase("batch", "shout", "-i", "Shout.", "--in-format", "parquet", "--input")]
    [TestCase("batch", "shout", "-i", "Shout.", "--input", "in.jsonl", "--schema")]
    [TestCase("eval", "shout", "--data")]
    [TestCase("eval", "shout", "--prompt")]
    public async Task A_file_that_cannot_be_read_is_reported_with_the_option(params string[] command)
    {
        await Opper.Functions.CreateAsync(new CreateFunctionRequest { Name = "shout", Instructions = "Shout." });
        string[] full = [.. command.Select(argument => argument == "in.jsonl" ? PathOf(argument) : argument)];

        Assert.That((await RunAsync([.. full, PathOf("folder")])).Ends(2).Error, Is.EqualTo($"{command[^1]}: '{PathOf("folder")}' is a folder.\n"));
        Assert.That((await RunAsync([.. full, PathOf("missing")])).Ends(2).Error,
            Does.StartWith($"{command[^1]}: ").And.Contain($"'{PathOf("missing")}'"));
    }

    [Test]
    public async Task A_report_below_a_file_is_reported_with_the_option()
    {
        await Opper.Functions.CreateAsync(new CreateFunctionRequest { Name = "shout", Instructions = "Shout." });

        var run = (await RunAsync("eval", "shout", "--data", PathOf("in.jsonl"), "--html", PathOf("in.jsonl/report.html"))).Ends(2);

        Assert.That(run.Error, Does.StartWith($"--html: The folder of '{PathOf("in.jsonl/report.html")}' cannot be created: "));
    }

    private async Task ReplaysAsync(string journal)
    {
        string[] command = ["batch", "shout", "-i", "Shout.", "--input", PathOf("in.jsonl"), "--journal", journal];
        Assert.That((await RunAsync(command)).Ends(0).Error, Does.StartWith("2 done, 0 failed, 0 recorded before"));
        Assert.That((await RunAsync(command)).Ends(0).Error, Does.StartWith("2 done, 0 failed, 2 recorded before"));
    }
}
