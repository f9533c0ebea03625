using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Opper.Batch.Orleans;
using Orleans;
using Orleans.Clustering.Redis;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Serialization;
using StackExchange.Redis;

namespace Microsoft.Extensions.Hosting;

/// <summary>Adds a silo that runs batch jobs to a host.</summary>
public static class BatchHostExtensions
{
    /// <summary>Adds a silo to the host, which runs the jobs while the host is running.</summary>
    /// <param name="builder">The host builder.</param>
    /// <param name="configure">Sets the jobs and, for more than one silo, the Redis server.</param>
    /// <returns>The host builder. <see cref="BatchCluster"/> is registered as a service.</returns>
    /// <exception cref="ArgumentException">A job is not valid; the message has the reason.</exception>
    public static IHostApplicationBuilder UseOpperBatch(this IHostApplicationBuilder builder, Action<BatchClusterOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configure);
        var options = new BatchClusterOptions();
        configure(options);
        options.Validate();
        builder.UseOrleans(silo =>
        {
            Configure(silo, options);
            AddJobs(silo, options.Jobs);
            options.Silo?.Invoke(silo);
        });
        return builder;
    }

    /// <summary>Adds jobs to a silo that is configured otherwise, with any membership. The silo runs them while its host is running.</summary>
    /// <param name="builder">The silo builder. It needs a grain storage named <see cref="BatchCluster.StorageName"/>, which all silos share.</param>
    /// <param name="jobs">The jobs, which are added to those of earlier calls. All silos of a cluster have the same.</param>
    /// <returns>The silo builder. <see cref="BatchCluster"/> is registered as a service.</returns>
    /// <exception cref="ArgumentException">A job is not valid; the message has the reason.</exception>
    public static ISiloBuilder AddOpperBatch(this ISiloBuilder builder, params BatchJob[] jobs)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(jobs);
        AddJobs(builder, jobs);
        return builder;
    }

    private static void AddJobs(ISiloBuilder silo, IEnumerable<BatchJob> jobs)
    {
        foreach (var job in jobs)
        {
            ArgumentNullException.ThrowIfNull(job);
            job.Validate();
            foreach (var other in silo.Services.Where(static known => known.ServiceType == typeof(BatchJob) && !known.IsKeyedService)
                .Select(static known => known.ImplementationInstance).OfType<BatchJob>())
            {
                if (other.Name == job.Name)
                {
                    throw new ArgumentException($"Two jobs are named '{job.Name}'.");
                }

                if (PathOf(other) == PathOf(job))
                {
                    throw new ArgumentException($"The jobs '{other.Name}' and '{job.Name}' have the same folder '{job.Folder}'. Each needs its own.");
                }
            }

            silo.Services.AddSingleton(job);
        }

        // An application without grains of its own does not register any grain assemblies with Orleans.
        silo.Services.AddSerializer(static serializer => serializer.AddAssembly(typeof(BatchCluster).Assembly));
        silo.Services.TryAddSingleton(TimeProvider.System);
        silo.Services.TryAddSingleton(static services =>
            new BatchCluster(services.GetRequiredService<IGrainFactory>(), services.GetRequiredService<TimeProvider>(),
                services.GetServices<BatchJob>()));
        silo.Services.AddHostedService<SiloWorker>();
    }

    private static string PathOf(BatchJob job) => Path.TrimEndingDirectorySeparator(Path.GetFullPath(job.Folder));

    private static void Configure(ISiloBuilder silo, BatchClusterOptions options)
    {
        if (options.Redis is { } redis)
        {
            // The table is initialized again if Redis has lost its data, on the same connection, which it closes.
            Task<(IConnectionMultiplexer Multiplexer, bool IsShared)>? connection = null;
            silo.UseRedisClustering(clustering =>
            {
                clustering.ConfigurationOptions = ConfigurationOptions.Parse(redis);
                clustering.CreateMultiplexer = configured =>
                    connection = connection is null or { IsFaulted: true } ? RedisClusteringOptions.DefaultCreateMultiplexer(configured) : connection;
            });
            var table = silo.Services.Last(static service => service.ServiceType == typeof(IMembershipTable)).ImplementationFactory!;
            silo.Services.AddSingleton<IMembershipTable>(services => new LastingMembershipTable((IMembershipTable)table(services)));
            silo.AddRedisGrainStorage(BatchCluster.StorageName, storage => storage.ConfigurationOptions = ConfigurationOptions.Parse(redis));
            if (options.Address is { } address)
            {
                silo.ConfigureEndpoints(address, options.SiloPort, options.GatewayPort);
            }
            else
            {
                silo.ConfigureEndpoints(options.SiloPort, options.GatewayPort);
            }

            silo.Configure<ClusterOptions>(cluster => (cluster.ClusterId, cluster.ServiceId) = (options.ClusterId, options.ClusterId));
        }
        else
        {
            silo.UseLocalhostClustering(options.SiloPort, options.GatewayPort, serviceId: options.ClusterId, clusterId: options.ClusterId);
            silo.AddMemoryGrainStorage(BatchCluster.StorageName);
        }
    }
}
