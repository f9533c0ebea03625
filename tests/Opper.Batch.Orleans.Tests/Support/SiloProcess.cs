using System.Diagnostics;
using Opper.Batch.Tests.Support;

namespace Opper.Batch.Orleans.Tests.Support;

/// <summary>The program of these tests as a process: one silo.</summary>
internal sealed class SiloProcess : IDisposable
{
    private readonly Process _process;

    private SiloProcess(Process process) => _process = process;

    public static async Task<SiloProcess> StartAsync(CountingServer server, string key, RedisServer? redis, string folder, int rows,
        int concurrency, decimal limit)
    {
        var process = Process.Start(new ProcessStartInfo("dotnet", [typeof(SiloProcess).Assembly.Location, server.Address, key,
            redis?.Address ?? string.Empty, folder, $"{rows}", $"{concurrency}", $"{(int)(limit * 10_000)}"]) { RedirectStandardOutput = true })!;
        var silo = new SiloProcess(process);
        Assert.That(await silo.ReadAsync("started"), Is.EqualTo("started"));
        return silo;
    }

    /// <summary>The last line that the silo writes.</summary>
    public async Task<string?> LastAsync()
    {
        var last = await ReadAsync("done", "exceeded", "failed");
        await _process.WaitForExitAsync();
        return last;
    }

    /// <summary>Limits the size of its files, so that writing fails as on a full disk.</summary>
    /// <exception cref="IgnoreException">Sizes cannot be limited here.</exception>
    public void LimitFiles(int bytes)
    {
        if (!File.Exists("/usr/bin/prlimit"))
        {
            Assert.Ignore("No prlimit.");
        }

        using var limiting = Process.Start("/usr/bin/prlimit", [$"--pid={_process.Id}", $"--fsize={bytes}"]);
        limiting.WaitForExit();
        Assert.That(limiting.ExitCode, Is.Zero);
    }

    /// <summary>Ends the process at once, as <c>kill -9</c> does.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            Kill();
        }

        _process.Dispose();
    }

    private async Task<string?> ReadAsync(params string[] starts)
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (starts.Any(start => line.StartsWith(start, StringComparison.Ordinal)))
            {
                return line;
            }

            await TestContext.Progress.WriteLineAsync(line);
        }

        return null;
    }
}
