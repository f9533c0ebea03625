using System.Net;
using Orleans.Hosting;

namespace Opper.Batch.Orleans;

/// <summary>The options of a silo: how it joins the cluster, and its jobs.</summary>
public sealed class BatchClusterOptions
{
    /// <summary>The Redis server for membership and state, such as <c>localhost:6379</c>. Default: none; a single silo with its state in memory.</summary>
    public string? Redis { get; set; }

    /// <summary>The name of the cluster. Default: <c>opper-batch</c>.</summary>
    public string ClusterId { get; set; } = "opper-batch";

    /// <summary>The address at which other silos connect to this one. Default: that of the host, or loopback for a single silo.</summary>
    public IPAddress? Address { get; set; }

    /// <summary>The port for other silos, from 1 to 65535. Default: 11111.</summary>
    public int SiloPort { get; set; } = 11111;

    /// <summary>The port for clients of Orleans, up to 65535; 0 for none. Default: 30000.</summary>
    public int GatewayPort { get; set; } = 30000;

    /// <summary>Configures the silo further, such as the time after which an unresponsive silo is considered failed. Default: none.</summary>
    public Action<ISiloBuilder>? Silo { get; set; }

    /// <summary>The jobs that the silo runs while its host is running. All silos of a cluster have the same jobs.</summary>
    public IList<BatchJob> Jobs { get; } = [];

    internal void Validate()
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(ClusterId);
        if (Redis is not null)
        {
            ArgumentException.ThrowIfNullOrWhiteSpace(Redis);
        }

        ThrowIfNoPort(SiloPort, 1, nameof(SiloPort));
        ThrowIfNoPort(GatewayPort, 0, nameof(GatewayPort));
    }

    private static void ThrowIfNoPort(int port, int least, string name)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(port, least, name);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(port, IPEndPoint.MaxPort, name);
    }
}
