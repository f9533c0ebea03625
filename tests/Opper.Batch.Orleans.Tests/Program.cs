using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;
using Orleans.Hosting;

namespace Opper.Batch.Orleans.Tests;

/// <summary>A silo in a process of its own, until the job is done.</summary>
internal static class Program
{
    /// <param name="args">Server, Redis, folder, port, rows, concurrency, limit in ten-thousandths of a dollar.</param>
    public static async Task<int> Main(string[] args)
    {
        var job = Doubling.Job(new OpperClient("key", new OpperClientOptions { BaseUrl = args[0] }), args[2], int.Parse(args[4]), int.Parse(args[5]),
            int.Parse(args[6]) / 10_000m);
        var builder = Host.CreateEmptyApplicationBuilder(null);
        if (Environment.GetEnvironmentVariable("OPPER_BATCH_LOG") is not null)
        {
            builder.Logging.AddSimpleConsole().SetMinimumLevel(LogLevel.Warning);
        }

        builder.UseOpperBatch(batch =>
        {
            batch.Redis = args[1];
            batch.Address = IPAddress.Loopback;
            batch.SiloPort = int.Parse(args[3]);
            batch.GatewayPort = int.Parse(args[3]) + 1;
            // A silo that dies is noticed within some seconds.
            batch.Silo = static silo => silo
                .Configure<ClusterMembershipOptions>(static membership =>
                {
                    membership.ProbeTimeout = TimeSpan.FromSeconds(1);
                    membership.NumMissedProbesLimit = 2;
                    membership.NumVotesForDeathDeclaration = 1;
                    membership.TableRefreshTimeout = TimeSpan.FromSeconds(2);
                })
                .Configure<SiloMessagingOptions>(static messaging => messaging.ResponseTimeout = TimeSpan.FromSeconds(5));
            batch.Jobs.Add(job);
        });
        using var host = builder.Build();
        await host.StartAsync();
        Console.WriteLine("started");
        var cluster = host.Services.GetRequiredService<BatchCluster>();
        try
        {
            var summary = await cluster.WaitAsync(job);
            Console.WriteLine($"done {summary.Rows} {summary.Failed} {summary.Cost.ToString(System.Globalization.CultureInfo.InvariantCulture)}");
        }
        catch (OpperBudgetExceededException)
        {
            Console.WriteLine("exceeded");
        }

        await host.StopAsync();
        return 0;
    }
}
