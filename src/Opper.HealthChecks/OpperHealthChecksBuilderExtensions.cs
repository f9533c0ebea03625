using Microsoft.Extensions.Diagnostics.HealthChecks;
using Opper;
using Opper.HealthChecks;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds health checks of the Opper API.</summary>
public static class OpperHealthChecksBuilderExtensions
{
    private const string DefaultName = "opper";

    private static readonly TimeSpan s_defaultTimeout = TimeSpan.FromSeconds(5);

    /// <summary>Checks that the API can be reached and takes the key: <c>GET /v2/functions?limit=1</c>, without retries. No model runs, so it costs nothing, and no trace is recorded.</summary>
    /// <remarks>Too many requests (429) is <see cref="HealthStatus.Degraded"/>. Descriptions and exceptions hold no key.</remarks>
    /// <param name="builder">The health checks.</param>
    /// <param name="clientFactory">Gives the client, such as <c>provider => provider.GetRequiredKeyedService&lt;OpperClient>("eu")</c>. Default: the one of <c>AddOpper</c>.</param>
    /// <param name="name">The name of the check. Default: <c>opper</c>.</param>
    /// <param name="failureStatus">What is reported when it fails. Default: <see cref="HealthStatus.Unhealthy"/>.</param>
    /// <param name="tags">Tags to choose checks by, such as <c>ready</c>. Default: none.</param>
    /// <param name="timeout">How long it may take. Default: 5 seconds.</param>
    /// <returns>The health checks.</returns>
    public static IHealthChecksBuilder AddOpper(
        this IHealthChecksBuilder builder,
        Func<IServiceProvider, OpperClient>? clientFactory = null,
        string? name = null,
        HealthStatus? failureStatus = null,
        IEnumerable<string>? tags = null,
        TimeSpan? timeout = null)
        => (builder ?? throw new ArgumentNullException(nameof(builder))).Add(new HealthCheckRegistration(
            name ?? DefaultName,
            provider => new OpperHealthCheck(clientFactory is null ? provider.GetRequiredService<OpperClient>() : clientFactory(provider)),
            failureStatus,
            tags,
            timeout ?? s_defaultTimeout));
}
