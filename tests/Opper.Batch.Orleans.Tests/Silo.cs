using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Opper.Batch.Orleans.Tests.Support;
using Opper.TestSupport;
using Orleans.Configuration;
using Orleans.Hosting;

namespace Opper.Batch.Orleans.Tests;

/// <summary>A silo on loopback that works on a job. Others notice within some seconds that it died.</summary>
internal static class Silo
{
    /// <param name="redis">The address of the Redis, or <see langword="null"/> for a silo that is alone.</param>
    /// <param name="jobs">What it works on.</param>
    public static async Task<IHost> StartAsync(string? redis, params BatchJob[] jobs)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.UseOpperBatch(batch =>
        {
            batch.Redis = redis;
            batch.Address = IPAddress.Loopback;
            (batch.SiloPort, batch.GatewayPort) = (FreePort.Next(), FreePort.Next());
            batch.Silo = static silo => silo
                .Configure<ClusterMembershipOptions>(static membership =>
                {
                    // Longer than a machine under load lets a silo wait.
                    membership.ProbeTimeout = TimeSpan.FromSeconds(2);
                    membership.NumMissedProbesLimit = 3;
                    membership.NumVotesForDeathDeclaration = 1;
                    membership.TableRefreshTimeout = TimeSpan.FromSeconds(2);
                })
                .Configure<SiloMessagingOptions>(static messaging => messaging.ResponseTimeout = TimeSpan.FromSeconds(5));
            jobs.ToList().ForEach(batch.Jobs.Add);
        });
        var host = builder.Build();
        await host.StartAsync();
        return host;
    }

    /// <summary>Runs a job on a silo that is alone, and has no state of earlier ones.</summary>
    public static async Task<BatchSummary> RunAsync(BatchJob job, CancellationToken cancellationToken)
    {
        using var host = await StartAsync(redis: null, job);
        try
        {
            return await host.Services.GetRequiredService<BatchCluster>().WaitAsync(job, cancellationToken);
        }
        finally
        {
            await host.StopAsync(CancellationToken.None);
        }
    }
}
