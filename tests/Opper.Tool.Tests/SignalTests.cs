using System.Diagnostics;
using CliWrap;
using CliWrap.Buffered;
using Opper.Functions;

namespace Opper.Tool.Tests;

/// <summary>Interrupted commands leave nothing half-written, and the next run continues.</summary>
[CancelAfter(120_000)]
public sealed class SignalTests : ProcessTest
{
    [SetUp]
    public void Need() => NeedSignals();

    [TestCase("INT")]
    [TestCase("TERM")]
    public async Task An_interrupted_evaluation_writes_no_report_and_is_resumed(string signal, CancellationToken cancellationToken)
    {
        const int Cases = 40;
        await Opper.Functions.CreateAsync(new CreateFunctionRequest { Name = "shout", Instructions = "Shout." }, cancellationToken: cancellationToken);
        using var gate = new ManualResetEventSlim();
        var answered = 0;
        Emulator.OnCall("shout").Returns(call =>
        {
            if (Interlocked.Increment(ref answered) > 5)
            {
                gate.Wait(cancellationToken);
            }

            return call.InputText.ToUpperInvariant();
        });
        Write("cases.jsonl", string.Concat(Enumerable.Range(0, Cases).Select(row => $"{{\"input\": \"row {row}\", \"expected\": \"ROW {row}\"}}\n")));
        Write("report.html", "before");
        string[] arguments = ["eval", "shout", "--data", PathOf("cases.jsonl"), "--journal", PathOf("j.db"), "--html", PathOf("report.html"), "-c", "3"];
        using var process = Process.Start(StartInfo(arguments))!;
        process.StandardInput.Close();
        await UntilAsync(() => Volatile.Read(ref answered) == 8, cancellationToken);

        await SignalAsync(process, signal);
        gate.Set();
        await process.WaitForExitAsync(cancellationToken);

        var calls = Calls;
        Assert.That((process.ExitCode, await process.StandardError.ReadToEndAsync(cancellationToken)), Is.EqualTo((130, "Interrupted.\n")));
        Assert.That(await File.ReadAllTextAsync(PathOf("report.html"), cancellationToken), Is.EqualTo("before"));
        var run = await Command(arguments).ExecuteBufferedAsync(cancellationToken);
        Assert.That(run.StandardOutput, Does.Contain("Passed: shout"));
        Assert.That(Calls, Is.EqualTo(Cases), $"{calls} calls were recorded before");
        Assert.That(await File.ReadAllTextAsync(PathOf("report.html"), cancellationToken), Does.EndWith("</html>\n"));
    }

    [Test]
    public async Task The_reports_are_written_although_the_reader_of_the_output_has_ended(CancellationToken cancellationToken)
    {
        await Opper.Functions.CreateAsync(new CreateFunctionRequest { Name = "shout", Instructions = "Shout." }, cancellationToken: cancellationToken);
        using var gate = new ManualResetEventSlim();
        Emulator.OnCall("shout").Returns(_ =>
        {
            gate.Wait(cancellationToken);
            return "ONE";
        });
        Write("cases.jsonl", "{\"input\": \"one\", \"expected\": \"ONE\"}\n");
        using var process = Process.Start(StartInfo("eval", "shout", "--data", PathOf("cases.jsonl"), "--html", PathOf("report.html")))!;
        process.StandardInput.Close();
        process.StandardOutput.Close();
        gate.Set();
        await process.WaitForExitAsync(cancellationToken);

        Assert.That((process.ExitCode, await process.StandardError.ReadToEndAsync(cancellationToken)), Is.EqualTo((130, string.Empty)));
        Assert.That(await File.ReadAllTextAsync(PathOf("report.html"), cancellationToken), Does.EndWith("</html>\n"));
    }

    [TestCase("INT")]
    [TestCase("TERM")]
    public async Task An_interrupted_pull_leaves_only_whole_files(string signal, CancellationToken cancellationToken)
    {
        const int Functions = 60;
        for (var i = 0; i < Functions; i++)
        {
            await Opper.Functions.CreateAsync(new CreateFunctionRequest { Name = $"f{i}", Instructions = new string('x', 20_000) },
                cancellationToken: cancellationToken);
        }

        using var process = Process.Start(StartInfo("functions", "pull", "-d", PathOf("functions")))!;
        process.StandardInput.Close();
        await UntilAsync(() => process.HasExited || Directory.Exists(PathOf("functions")), cancellationToken);

        await SignalAsync(process, signal);
        await process.WaitForExitAsync(cancellationToken);

        Assert.That(process.ExitCode, Is.EqualTo(130).Or.Zero);
        Assert.That(Directory.EnumerateFiles(PathOf("functions"), "*", new EnumerationOptions { AttributesToSkip = 0 }).Select(Path.GetExtension),
            Is.All.EqualTo(".yaml"));
        Assert.That((await Command("functions", "pull", "-d", PathOf("functions")).ExecuteBufferedAsync(cancellationToken)).ExitCode, Is.Zero);
        Assert.That(Directory.GetFiles(PathOf("functions")), Has.Length.EqualTo(Functions));
        Assert.That((await Command("functions", "diff", "-d", PathOf("functions")).ExecuteBufferedAsync(cancellationToken)).StandardOutput, Is.Empty);
    }

    [TestCase("INT")]
    [TestCase("TERM")]
    public async Task An_interrupted_synchronization_is_completed_by_the_next_one(string signal, CancellationToken cancellationToken)
    {
        for (var i = 0; i < 40; i++)
        {
            Write($"manuals/{i}.md", $"Manual {i}.");
        }

        using var process = Process.Start(StartInfo("knowledge", "sync", PathOf("manuals")))!;
        process.StandardInput.Close();
        await UntilAsync(() => process.HasExited || Emulator.Requests.Count > 10, cancellationToken);

        await SignalAsync(process, signal);
        await process.WaitForExitAsync(cancellationToken);

        Assert.That(process.ExitCode, Is.EqualTo(130).Or.Zero);
        (await RunAsync("knowledge", "sync", PathOf("manuals"))).Ends(0);
        Assert.That((await RunAsync("knowledge", "sync", PathOf("manuals"))).Ends(0).Out, Does.Contain("0 added, 0 changed, 40 unchanged"));
    }

    private int Calls => Emulator.Requests.Count(request => request.Path.Contains("/call", StringComparison.Ordinal));

    private static async Task SignalAsync(Process process, string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", $"{process.Id}"]);
        await kill.WaitForExitAsync();
    }

    private static async Task UntilAsync(Func<bool> condition, CancellationToken cancellationToken)
    {
        while (!condition())
        {
            await Task.Delay(20, cancellationToken);
        }
    }
}
