using Opper.Datasets;
using Opper.Functions;

namespace Opper.Tool.Tests;

/// <summary>A command does not write a file over another one that it uses, by whatever path, and writes files as a whole.</summary>
public sealed class WrittenFileTests : ToolTest
{
    private const string Cases = "{\"input\": \"bill\", \"expected\": \"billing\"}\n";
    private const string Rows = "\"one\"\n\"two\"\n";

    private static readonly string[][] Writers =
    [
        ["eval", "triage", "--data", "used", "--html", "written"],
        ["eval", "triage", "--data", "used", "--junit", "written"],
        ["eval", "triage", "--data", "used", "--markdown", "written"],
        ["batch", "triage", "--input", "used", "--in-format", "jsonl", "--out-format", "csv", "--output", "written"],
        ["batch", "triage", "--input", "used", "--in-format", "jsonl", "--out-format", "parquet", "--output", "written"],
        ["batch", "triage", "--journal", "used", "--out-format", "csv", "--output", "written"],
        ["types", "triage", "--emulator-data", "used", "--output", "written"],
        ["eval", "triage", "--emulator-data", "used", "--html", "written"],
    ];

    [SetUp]
    public async Task SeedAsync()
    {
        await Opper.Functions.CreateAsync(new CreateFunctionRequest
        {
            Name = "triage",
            Instructions = "Choose the team.",
            OutputSchema = new { type = "object" },
        });
        var function = await Opper.Functions.GetByNameAsync("triage");
        await Opper.Datasets.CreateEntryAsync(function.DatasetId!, new CreateDatasetEntryRequest { Input = "bill", Output = "billing" });
        Emulator.OnCall("triage").Returns(new { team = "billing" });
        Directory.CreateDirectory(PathOf("data/sub"));
    }

    private static IEnumerable<TestCaseData> Links() =>
        from writer in Writers
        from way in new[] { "file", "folder", "relative", "folder above", "two", "link of the read one" }
        select new TestCaseData(writer, way);

    [TestCaseSource(nameof(Links))]
    public async Task A_file_in_use_is_not_overwritten_through_links(string[] command, string way)
    {
        var used = Write("data/sub/file", command[0] == "eval" ? Cases : Rows);
        switch (way)
        {
            case "file":
                File.CreateSymbolicLink(PathOf("link"), used);
                break;
            case "folder":
                Directory.CreateSymbolicLink(PathOf("folder"), PathOf("data/sub"));
                break;
            case "relative":
                Directory.CreateSymbolicLink(PathOf("folder"), Path.Combine("data", "..", "data", "sub"));
                break;
            case "folder above":
                Directory.CreateSymbolicLink(PathOf("folder"), PathOf("data"));
                break;
            case "two":
                Directory.CreateSymbolicLink(PathOf("other"), PathOf("data"));
                Directory.CreateSymbolicLink(PathOf("folder"), Path.Combine("other", "sub"));
                break;
            case "link of the read one":
                Directory.CreateSymbolicLink(PathOf("folder"), PathOf("data"));
                (used, way) = (PathOf("folder/sub/file"), PathOf("data/sub/file"));
                break;
        }

        var written = way switch { "file" => PathOf("link"), "folder above" => PathOf("folder/sub/file"), ['/', ..] => way, _ => PathOf("folder/file") };
        var before = await File.ReadAllTextAsync(used);

        // The emulator of --emulator-data would create its tables in the file.
        if (command.Contains("--emulator-data"))
        {
            File.Delete(used);
            await RunAsync("trace", "--emulator-data", used);
            before = null;
        }

        var run = (await RunAsync([.. command.Select(argument => argument == "used" ? used : argument == "written" ? written : argument)])).Ends(2);

        Assert.That(run.Error, Does.Contain($"{command[Array.IndexOf(command, "used") - 1]} and {command[^2]} are the same file"));
        Assert.That(before is null ? (await File.ReadAllTextAsync(used))[..6] : await File.ReadAllTextAsync(used), Is.EqualTo(before ?? "SQLite"));
        Assert.That(Emulator.Requests.Where(request => request.Path.Contains("/call", StringComparison.Ordinal)), Is.Empty);
    }

    [TestCase("eval", "triage", "--data", "used", "--html", "written")]
    [TestCase("eval", "triage", "--data", "used", "--junit", "written")]
    [TestCase("eval", "triage", "--data", "used", "--markdown", "written")]
    [TestCase("batch", "triage", "--input", "used", "--in-format", "jsonl", "--out-format", "jsonl", "--output", "written")]
    [TestCase("batch", "triage", "--input", "used", "--in-format", "jsonl", "--out-format", "csv", "--output", "written")]
    [TestCase("batch", "triage", "--input", "used", "--in-format", "jsonl", "--out-format", "parquet", "--output", "written")]
    public async Task Another_hard_link_keeps_its_content(params string[] command)
    {
        var text = string.Concat(Enumerable.Repeat(command[0] == "eval" ? Cases : Rows, 300));
        var (used, written) = (Write("used", text), PathOf("written"));
        HardLink(used, written);

        (await RunAsync([.. command.Select(argument => argument == "used" ? used : argument == "written" ? written : argument)])).Ends(0);

        Assert.That(await File.ReadAllTextAsync(used), Is.EqualTo(text));
        Assert.That(await File.ReadAllTextAsync(written), Is.Not.EqualTo(text).And.Not.Empty);
    }

    [Test]
    public async Task A_pull_does_not_change_the_other_hard_link_of_a_file()
    {
        (await RunAsync("functions", "pull", "-d", PathOf("functions"))).Ends(0);
        var before = await File.ReadAllTextAsync(PathOf("functions/triage.yaml"));
        HardLink(PathOf("functions/triage.yaml"), PathOf("backup"));
        await Opper.Functions.UpdateAsync((await Opper.Functions.GetByNameAsync("triage")).Id, new UpdateFunctionRequest { Instructions = "Choose well." });

        (await RunAsync("functions", "pull", "-d", PathOf("functions"))).Ends(0);

        Assert.That(await File.ReadAllTextAsync(PathOf("backup")), Is.EqualTo(before));
        Assert.That(await File.ReadAllTextAsync(PathOf("functions/triage.yaml")), Does.Contain("Choose well."));
    }

    [Test]
    public async Task A_pull_does_not_write_over_a_file_that_is_named_like_a_temporary_one()
    {
        (await RunAsync("functions", "pull", "-d", PathOf("functions"))).Ends(0);
        var (other, secret) = (Write("functions/triage.yaml.tmp", "mine"), Write("secret", "secret"));
        File.Delete(other);
        File.CreateSymbolicLink(other, secret);
        await Opper.Functions.UpdateAsync((await Opper.Functions.GetByNameAsync("triage")).Id, new UpdateFunctionRequest { Instructions = "Choose well." });

        (await RunAsync("functions", "pull", "-d", PathOf("functions"))).Ends(0);

        Assert.That(await File.ReadAllTextAsync(secret), Is.EqualTo("secret"));
        Assert.That(Directory.EnumerateFiles(PathOf("functions")).Select(Path.GetFileName), Is.EquivalentTo(new[] { "triage.yaml", "triage.yaml.tmp" }));
    }

    [Test]
    public async Task A_link_to_a_file_that_does_not_exist_yet_is_kept()
    {
        File.CreateSymbolicLink(PathOf("report.html"), Path.Combine("data", "latest.html"));
        File.CreateSymbolicLink(PathOf("Types.cs"), Path.Combine("data", "Types.cs"));
        (await RunAsync("eval", "triage", "--html", PathOf("report.html"), "--min", "other=1")).Ends(2);
        Assert.That((new FileInfo(PathOf("report.html")).LinkTarget, File.Exists(PathOf("data/latest.html"))), Is.EqualTo(("data/latest.html", false)));

        (await RunAsync("eval", "triage", "--html", PathOf("report.html"))).Ends(0);
        (await RunAsync("types", "triage", "--output", PathOf("Types.cs"))).Ends(0);

        Assert.That(Folder.GetFiles().Select(file => file.LinkTarget), Is.EquivalentTo(new[] { "data/latest.html", "data/Types.cs" }));
        Assert.That(await File.ReadAllTextAsync(PathOf("data/latest.html")), Does.StartWith("<!doctype html>"));
        Assert.That(await File.ReadAllTextAsync(PathOf("data/Types.cs")), Does.StartWith("// Generated"));
    }

    [Test]
    public async Task Two_links_to_a_file_that_does_not_exist_yet_are_the_same_file()
    {
        File.CreateSymbolicLink(PathOf("a.html"), "new");
        File.CreateSymbolicLink(PathOf("b.xml"), PathOf("new"));

        var run = (await RunAsync("eval", "triage", "--html", PathOf("a.html"), "--junit", PathOf("b.xml"))).Ends(2);

        Assert.That(run.Error, Is.EqualTo("--html and --junit are the same file.\n"));
        Assert.That(File.Exists(PathOf("new")), Is.False);
    }

    [TestCase("folder", "eval", "triage", "--html")]
    [TestCase("new/", "eval", "triage", "--html")]
    [TestCase("folder", "types", "triage", "--output")]
    [TestCase("new/", "types", "triage", "--output")]
    public async Task A_folder_is_not_a_file_to_write(string path, params string[] command)
    {
        Directory.CreateDirectory(PathOf("folder"));

        var run = (await RunAsync([.. command, PathOf(path)])).Ends(2);

        Assert.That(run.Error, Is.EqualTo($"{command[^1]}: '{PathOf(path)}' is a folder.\n"));
        Assert.That(Path.Exists(PathOf("new")), Is.False);
    }

    [TestCase("eval", "triage", "--html")]
    [TestCase("types", "triage", "--output")]
    [TestCase("batch", "triage", "--out-format", "csv", "--output")]
    public async Task Links_in_a_cycle_are_reported(params string[] command)
    {
        File.CreateSymbolicLink(PathOf("a"), "b");
        File.CreateSymbolicLink(PathOf("b"), "a");

        var run = (await RunWithInputAsync("\"one\"\n", [.. command, PathOf("a")])).Ends(2);

        Assert.That(run.Error, Does.StartWith($"{command[^1]}: '{PathOf("a")}' cannot be opened: its links form a cycle.\n"));
        Assert.That(Emulator.Requests.Where(request => request.Path.Contains("/call", StringComparison.Ordinal)), Is.Empty);
    }

    [TestCase("eval", "triage", "--html")]
    [TestCase("eval", "triage", "--junit")]
    [TestCase("types", "triage", "--output")]
    [TestCase("batch", "triage", "--out-format", "csv", "--output")]
    public async Task The_permissions_of_a_file_are_kept(params string[] command)
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Ignore("Windows has no modes of files.");
            return;
        }

        var file = Write("out", "before");
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);

        (await RunWithInputAsync("\"one\"\n", [.. command, file])).Ends(0);

        Assert.That(File.GetUnixFileMode(file), Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead));
        Assert.That(await File.ReadAllTextAsync(file), Does.Not.StartWith("before").And.Not.Empty);
        Assert.That(Folder.GetFiles("*", new EnumerationOptions { AttributesToSkip = 0 }).Select(one => one.Name), Is.SubsetOf(new[] { "out", "out.journal" }));
    }

    private static void HardLink(string existing, string link)
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Ignore("Hard links are made by ln.");
        }

        using var made = System.Diagnostics.Process.Start("ln", [existing, link]);
        made.WaitForExit();
        Assert.That(made.ExitCode, Is.Zero);
    }
}
