using System.Diagnostics;

namespace Opper.Batch.Tests.Support;

/// <summary>The program of these tests in a process of its own.</summary>
internal sealed class ChildRun : IDisposable
{
    private readonly Process _process;

    public ChildRun(CountingServer server, string journal, int rows, int concurrency) =>
        _process = Process.Start(new ProcessStartInfo("dotnet",
            [typeof(ChildRun).Assembly.Location, server.Address, journal, $"{rows}", $"{concurrency}"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;

    public int ExitCode => _process.ExitCode;

    /// <summary>Reads results until there are so many, or no more.</summary>
    public async Task<List<string>> ReadAsync(int most = int.MaxValue)
    {
        var lines = new List<string>();
        while (lines.Count < most && await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            lines.Add(line);
        }

        return lines;
    }

    /// <summary>Ends the process at once, as <c>kill -9</c> does, and gives what it had written.</summary>
    public async Task<List<string>> KillAsync()
    {
        _process.Kill();
        var rest = await ReadAsync();
        await _process.WaitForExitAsync();
        return rest;
    }

    /// <summary>Waits for the end of a process that was refused, and gives what it said.</summary>
    public async Task<string> ReadErrorAsync()
    {
        var text = await _process.StandardError.ReadToEndAsync();
        await _process.WaitForExitAsync();
        return text;
    }

    /// <summary>Asks the process to end. Not with SIGINT, which a process in the background may have been started to ignore.</summary>
    public async Task<List<string>> InterruptAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", $"{_process.Id}"]);
        await kill.WaitForExitAsync();
        var rest = await ReadAsync();
        await _process.WaitForExitAsync();
        return rest;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }
}
