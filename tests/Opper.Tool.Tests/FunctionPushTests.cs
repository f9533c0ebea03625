using Opper.Emulator;
using Opper.Functions;

namespace Opper.Tool.Tests;

/// <summary>Interrupted pushes, and files that are symbolic links.</summary>
public sealed class FunctionPushTests : ToolTest
{
    [TestCase(false)]
    [TestCase(true)]
    public async Task A_push_that_fails_midway_reports_what_was_pushed_and_the_next_one_continues(bool isJson)
    {
        await Opper.Functions.CreateAsync(new CreateFunctionRequest { Name = "b", Instructions = "Old." });
        (await PushAsync("pull")).Ends(0);
        Write("functions/a.yaml", "name: a\ninstructions: A.\n");
        Write("functions/c.yaml", "name: c\ninstructions: C.\n");
        var path = PathOf("functions/b.yaml");
        await File.WriteAllTextAsync(path, (await File.ReadAllTextAsync(path)).Replace("Old.", "New.", StringComparison.Ordinal));
        using (Emulator.AddFault(new EmulatorFault { Kind = EmulatorFaultKind.Status, Operation = "Functions_Update", StatusCode = 422 }))
        {
            var failed = (await (isJson ? PushAsync("push", "--json") : PushAsync("push"))).Ends(1);

            var changes = isJson
                ? failed.Json.EnumerateArray().Select(one => $"{one.GetProperty("change")} {one.GetProperty("name")}")
                : failed.Out.TrimEnd('\n').Split('\n').Select(line => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries)));
            Assert.That(changes, Is.EqualTo(new[] { "created a", "failed b", "pending c" }));
            Assert.That(failed.Error, Does.Contain("1 of 3 functions").And.Contain("'b'"));
        }

        Assert.That((await PushAsync("push")).Ends(0).Out, Does.Match("^unchanged +a\nupdated +b\ncreated +c\n$"));
        Assert.That((await Opper.Functions.GetByNameAsync("b")).Instructions, Is.EqualTo("New."));
    }

    [Test]
    public async Task An_interrupted_push_reports_what_was_pushed()
    {
        Write("functions/a.yaml", "name: a\ninstructions: A.\n");
        Write("functions/b.yaml", "name: b\ninstructions: B.\n");
        using var interrupt = new CancellationTokenSource();
        using var fault = Emulator.AddFault(new EmulatorFault { Kind = EmulatorFaultKind.StalledHeaders, Operation = "Functions_Create" });
        var variables = new Dictionary<string, string> { ["OPPER_API_KEY"] = Emulator.ApiKey, ["OPPER_BASE_URL"] = Emulator.BaseAddress.ToString() };
        var push = RunAsync(string.Empty, variables, ["functions", "push", "--folder", PathOf("functions")], interrupt.Token);
        while (!Emulator.Requests.Any(request => request.Method == "POST"))
        {
            await Task.Delay(10);
        }

        await interrupt.CancelAsync();

        var interrupted = (await push).Ends(130);
        Assert.That(interrupted.Out, Does.Match("^pending +a\npending +b\n$"));
        Assert.That(interrupted.Error, Does.Contain("0 of 2 functions"));
    }

    [Test]
    public async Task Symbolic_links_are_kept_and_directory_cycles_not_followed()
    {
        var target = Write("shared/a.yaml", "name: a\ninstructions: A.\n");
        Directory.CreateDirectory(PathOf("functions/sub"));
        try
        {
            File.CreateSymbolicLink(PathOf("functions/a.yaml"), target);
            Directory.CreateSymbolicLink(PathOf("functions/sub/up"), PathOf("functions"));
        }
        catch (IOException)
        {
            Assert.Ignore("Links may not be made here.");
        }

        Assert.That((await PushAsync("push")).Ends(0).Out, Does.Match("^created +a\n$"));

        Assert.That(new FileInfo(PathOf("functions/a.yaml")).LinkTarget, Is.EqualTo(target));
        Assert.That(await File.ReadAllTextAsync(target), Does.Contain("revision:"));
    }

    [Test]
    public async Task Both_YAML_extensions_are_read_and_an_empty_folder_is_reported()
    {
        Write("functions/a.yml", "name: a\ninstructions: A.\n");
        Write("functions/.hidden.yaml", "no function");
        Assert.That((await PushAsync("push")).Ends(0).Out, Does.Match("^created +a\n$"));
        File.Delete(PathOf("functions/a.yml"));

        Assert.That((await PushAsync("push")).Ends(0).Error, Does.Contain("no files of functions"));
    }

    private Task<ToolOutput> PushAsync(params string[] arguments) => RunAsync(["functions", .. arguments, "--folder", PathOf("functions")]);
}
