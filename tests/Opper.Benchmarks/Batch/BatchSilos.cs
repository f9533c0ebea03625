using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Opper.Batch.Orleans;
using Opper.Benchmarks.Measuring;
using Opper.Benchmarks.Peers;

namespace Opper.Benchmarks.Batch;

/// <summary>The throughput of three silos against that of one, with a server that takes 200 ms for an answer. Needs <c>redis-server</c>.</summary>
internal static class BatchSilos
{
    private const int Rows = 6_000;
    private const int Partitions = 60;
    private const int Concurrency = 32;

    public static async Task MeasureAsync()
    {
        using var server = Child.OfThisProgram("server");
        var address = await server.ReadAsync();
        var (one, three) = (await MeasureAsync(address, 1), await MeasureAsync(address, 3));
        Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"one silo {one:0} rows/s, three {three:0} rows/s"));
        BatchBenchmark.Print("throughput of three silos / one, 200 ms a call", three / one, "×", 2.5, isAtLeast: true);
    }

    /// <summary>One silo, in a process of its own, which begins when it is told to.</summary>
    public static async Task<int> RunSiloAsync(Uri server, string redis, string folder, int port)
    {
        var opper = new OpperClient(Question.Key, new OpperClientOptions { BaseUrl = new Uri(server, "slow").AbsoluteUri });
        var job = new BatchJob<int, string>("numbers")
        {
            Partitions = Partitions,
            Folder = folder,
            ConcurrencyOfSilo = Concurrency,
            IsAdaptive = false,
            Read = partition => Enumerable.Range(0, Rows / Partitions).Select(row => (row * Partitions) + partition).ToAsyncEnumerable(),
            Call = async (row, token) => (await opper.CallAsync<string>("numbers", input: row, cancellationToken: token)).Value[..10],
        };
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.UseOpperBatch(batch =>
        {
            (batch.Redis, batch.Address, batch.SiloPort, batch.GatewayPort) = (redis, IPAddress.Loopback, port, port + 1);
            batch.Jobs.Add(job);
        });
        using var host = builder.Build();
        await host.StartAsync();
        var summary = await host.Services.GetRequiredService<BatchCluster>().WaitAsync(job);
        Console.WriteLine(summary.Rows);
        // The others may still ask this one.
        await Console.In.ReadLineAsync();
        await host.StopAsync();
        return 0;
    }

    // From the first result file to the last result: silos start one after another on a machine of few cores, which is not what is measured.
    private static async Task<double> MeasureAsync(string server, int silos)
    {
        var folder = Directory.CreateTempSubdirectory("opper-silos-");
        var redisPort = FreePort();
        using var redis = Process.Start(new ProcessStartInfo("redis-server", ["--port", $"{redisPort}", "--bind", "127.0.0.1", "--save", string.Empty]) { RedirectStandardOutput = true })!;
        redis.BeginOutputReadLine();
        await Task.Delay(1000);
        var start = Stopwatch.GetTimestamp();
        var children = Enumerable.Range(0, silos).Select(_ => Child.OfThisProgram("silo", server, $"127.0.0.1:{redisPort}", folder.FullName, $"{FreePort()}")).ToList();
        try
        {
            foreach (var child in children)
            {
                await child.ReadAsync();
            }

            var files = folder.GetFiles();
            var rows = files.Sum(file => File.ReadLines(file.FullName).Count());
            return rows == Rows ? Rows / (files.Max(file => file.LastWriteTimeUtc) - files.Min(file => file.CreationTimeUtc)).TotalSeconds : throw new InvalidOperationException($"{rows} results in {Stopwatch.GetElapsedTime(start)}.");
        }
        finally
        {
            children.ForEach(static child => child.Dispose());
            redis.Kill();
            folder.Delete(recursive: true);
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
