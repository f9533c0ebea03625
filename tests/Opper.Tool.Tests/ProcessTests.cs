using System.Diagnostics;
using CliWrap;
using CliWrap.Buffered;
using Opper.Emulator;

namespace Opper.Tool.Tests;

/// <summary>The command as a separate process: pipes, signals, completion.</summary>
public sealed class ProcessTests : ProcessTest
{
    [Test]
    public async Task A_call_reads_from_and_writes_to_pipes()
    {
        Emulator.OnCall("shout").Returns(call => call.InputText.ToUpperInvariant());

        var run = await ("quiet €" | Command("call", "shout", "-i", "Shout.")).ExecuteBufferedAsync();

        Assert.That(run.StandardOutput, Is.EqualTo("QUIET €\n"));
        Assert.That(run.StandardError, Is.Empty);
    }

    [Test]
    public async Task No_escape_sequences_are_written_to_redirected_output()
    {
        Directory.CreateDirectory(PathOf("manuals"));
        for (var i = 0; i < 20; i++)
        {
            Write($"manuals/{i}.md", $"Manual {i}.");
        }

        var run = await Command("knowledge", "sync", PathOf("manuals"))
            .WithEnvironmentVariables(Variables(("TERM", "xterm-256color"), ("CI", "true"), ("GITHUB_ACTIONS", "true"))).ExecuteBufferedAsync();

        Assert.That(run.StandardOutput + run.StandardError, Does.Not.Contain("\u001b"));
    }

    [Test]
    public async Task A_batch_ends_when_the_reader_of_its_output_has_ended()
    {
        NeedSignals();
        Emulator.OnCall("shout").Returns(call => call.InputText.ToUpperInvariant());
        var input = Write("in.jsonl", string.Concat(Enumerable.Range(0, 3000).Select(row => $"\"{row}\"\n")));
        using var process = Process.Start(StartInfo("batch", "shout", "-i", "Shout.", "--input", input))!;
        process.StandardInput.Close();
        await process.StandardOutput.ReadLineAsync();
        process.StandardOutput.Close();
        await process.WaitForExitAsync();

        Assert.That(process.ExitCode, Is.EqualTo(130));
        Assert.That(Calls, Is.LessThan(3000));
        Assert.That(await process.StandardError.ReadToEndAsync(), Does.Not.Contain("pipe"));
    }

    [Test]
    public async Task Ctrl_C_exits_with_130()
    {
        NeedSignals();
        Emulator.AddFault(new EmulatorFault { Kind = EmulatorFaultKind.StalledHeaders });
        using var process = Process.Start(StartInfo("call", "greet", "Ann", "-i", "Greet."))!;
        process.StandardInput.Close();
        await UntilAsync(process, () => Calls > 0);

        await InterruptAsync(process);
        await process.WaitForExitAsync();

        Assert.That(process.ExitCode, Is.EqualTo(130));
        Assert.That(await process.StandardError.ReadToEndAsync(), Is.EqualTo("Interrupted.\n"));
    }

    [Test]
    public async Task Ctrl_C_completes_the_rows_in_flight_and_the_next_run_continues()
    {
        NeedSignals();
        const int Rows = 300;
        using var gate = new ManualResetEventSlim();
        Emulator.OnCall("shout").Returns(call =>
        {
            gate.Wait();
            return call.InputText.ToUpperInvariant();
        });
        var input = Write("in.jsonl", string.Concat(Enumerable.Range(0, Rows).Select(row => $"\"row {row}\"\n")));
        string[] arguments = ["batch", "shout", "-i", "Shout.", "--input", input, "--output", PathOf("out.jsonl"), "--concurrency", "3"];
        using var process = Process.Start(StartInfo(arguments))!;
        await UntilAsync(process, () => Calls == 3);

        await InterruptAsync(process);
        gate.Set();
        await process.WaitForExitAsync();

        var called = Calls;
        Assert.That(process.ExitCode, Is.EqualTo(130));
        Assert.That(await File.ReadAllLinesAsync(PathOf("out.jsonl")), Has.Length.EqualTo(called).And.Length.LessThan(Rows));
        Assert.That((await Command(arguments).ExecuteBufferedAsync()).StandardError, Does.StartWith($"{Rows} done, 0 failed, {called} recorded before"));
        Assert.That(Calls, Is.EqualTo(Rows));
    }

    [Test]
    public async Task A_second_Ctrl_C_does_not_wait_for_rows_in_flight()
    {
        NeedSignals();
        using var gate = new ManualResetEventSlim();
        Emulator.OnCall("shout").Returns(_ =>
        {
            gate.Wait();
            return "LATE";
        });
        using var process = Process.Start(StartInfo("batch", "shout", "-i", "Shout.", "--input", Write("in.jsonl", "\"one\"\n")))!;
        await UntilAsync(process, () => Calls == 1);

        await InterruptAsync(process);
        while (!process.HasExited)
        {
            await Task.Delay(100);
            await InterruptAsync(process);
        }

        gate.Set();
        Assert.That(process.ExitCode, Is.EqualTo(130));
    }

    [Test]
    [CancelAfter(60_000)]
    public async Task Ctrl_C_exits_while_waiting_for_standard_input(CancellationToken cancellationToken)
    {
        NeedSignals();
        using var process = Process.Start(StartInfo("call", "greet", "-i", "Greet.", "--emulator"))!;
        Assert.That(await process.StandardError.ReadLineAsync(cancellationToken), Does.Contain("local emulator"));

        await InterruptAsync(process);
        await process.WaitForExitAsync(cancellationToken);

        Assert.That((process.ExitCode, await process.StandardError.ReadToEndAsync(cancellationToken)), Is.EqualTo((130, "Interrupted.\n")));
    }

    [Test]
    public async Task The_emulator_runs_as_a_subcommand()
    {
        using var process = Process.Start(StartInfo("emulator", "--port", "0", "--data", ":memory:"))!;
        Assert.That(await process.StandardOutput.ReadLineAsync(), Does.StartWith("Opper emulator on http://127.0.0.1:"));
        process.Kill();
        await process.WaitForExitAsync();
    }

    [Test]
    public async Task Bash_completes_commands_and_options()
    {
        if (!File.Exists("/bin/bash"))
        {
            Assert.Ignore("There is no bash here.");
        }

        var script = (await Command("completion", "bash").ExecuteBufferedAsync()).StandardOutput;
        var run = await Cli.Wrap("/bin/bash").WithArguments(["-c", $$"""
            dotnet-opper() { dotnet '{{Program}}' "$@"; }
            {{script}}
            complete_line() { COMP_LINE=$1; COMP_POINT=${#1}; _dotnet_opper; printf '%s\n' "${COMPREPLY[@]}"; }
            complete_line 'dotnet-opper fun'
            complete_line 'dotnet-opper functions pu'
            complete_line 'dotnet-opper knowledge sync --del'
            """]).ExecuteBufferedAsync();

        Assert.That(run.StandardOutput, Is.EqualTo("functions\npull\npush\n--delete\n"), run.StandardError);
    }

    [Test]
    public async Task Help_lists_the_exit_codes() =>
        Assert.That((await Command("--help").ExecuteBufferedAsync()).StandardOutput, Does.Contain("Exit codes: 0 done").And.Contain("functions"));

    private int Calls => Emulator.Requests.Count(request => request.Path == "/v2/call");

    private static async Task UntilAsync(Process process, Func<bool> condition)
    {
        while (!condition())
        {
            Assert.That(process.HasExited, Is.False);
            await Task.Delay(20);
        }
    }
}
