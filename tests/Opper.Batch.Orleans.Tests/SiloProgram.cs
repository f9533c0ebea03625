using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.Extensions.DependencyInjection;

namespace Opper.Batch.Orleans.Tests;

/// <summary>A silo in a process of its own, until the job is done.</summary>
internal static class SiloProgram
{
    /// <param name="args">Server, key, Redis or nothing, folder, rows, concurrency, limit in ten-thousandths of a dollar.</param>
    public static async Task<int> RunAsync(string[] args)
    {
        // SIGXFSZ: a file that grows beyond a limit is an error of its writer, as on a full disk.
        using var ignored = OperatingSystem.IsLinux() ? PosixSignalRegistration.Create((PosixSignal)25, static context => context.Cancel = true) : null;
        var opper = new OpperClient(args[1], new OpperClientOptions { BaseUrl = args[0] });
        var job = Doubling.Job(opper, args[3], int.Parse(args[4], CultureInfo.InvariantCulture), int.Parse(args[5], CultureInfo.InvariantCulture),
            int.Parse(args[6], CultureInfo.InvariantCulture) / 10_000m);
        using var host = await Silo.StartAsync(args[2].Length == 0 ? null : args[2], job);
        Console.WriteLine("started");
        try
        {
            var summary = await host.Services.GetRequiredService<BatchCluster>().WaitAsync(job);
            Console.WriteLine($"done {summary.Rows} {summary.Failed} {summary.Cost.ToString(CultureInfo.InvariantCulture)}");
        }
        catch (IOException exception)
        {
            Console.WriteLine($"failed {exception.Message}");
        }
        catch (OpperBudgetExceededException)
        {
            Console.WriteLine("exceeded");
        }

        await host.StopAsync();
        return 0;
    }
}
