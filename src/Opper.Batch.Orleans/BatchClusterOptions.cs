using System.Net;
using Orleans.Hosting;

namespace Opper.Batch.Orleans;

/// <summary>How a silo finds the others, and what it works on.</summary>
public sealed class BatchClusterOptions
{
    /// <summary>The Redis that silos find each other by and keep their state in, such as <c>localhost:6379</c>. Default: none, the silo is alone and keeps its state in memory.</summary>
    public string? Redis { get; set; }

    /// <summary>The name of the cluster. Default: <c>opper-batch</c>.</summary>
    public string ClusterId { get; set; } = "opper-batch";

    /// <summary>The address on which other silos reach this one. Default: the host's, and loopback for a silo that is alone.</summary>
    public IPAddress? Address { get; set; }

    /// <summary>The port for other silos. Default: 11111.</summary>
    public int SiloPort { get; set; } = 11111;

    /// <summary>The port for clients of Orleans. Default: 30000.</summary>
    public int GatewayPort { get; set; } = 30000;

    /// <summary>Further settings of the silo, such as how soon a silo that does not answer is believed to be dead. Default: none.</summary>
    public Action<ISiloBuilder>? Silo { get; set; }

    /// <summary>What the silo works on as long as its host runs. All silos of a cluster are given the same jobs.</summary>
    public IList<BatchJob> Jobs { get; } = [];
}
