using Microsoft.Extensions.Diagnostics.HealthChecks;
using Opper;
using Opper.HealthChecks;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds health checks of the Opper API.</summary>
public static class OpperHealthChecksBuilderExtensions
{
    private const string DefaultName = "opper";

    private static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(5);

    /// <summary>Checks whether the API responds and accepts the key: <c>GET /v2/functions?limit=1</c>, without retries. No model is run, so it is free, and no
    /// trace is recorded.</summary>
    /// <remarks>A 429 response is reported as <see cref="HealthStatus.Degraded"/>. Descriptions and exceptions do not contain the key.</remarks>
    /// <param name="builder">The health checks builder.</param>
    /// <param name="clientFactory">Returns the client, such as <c>provider => provider.GetRequiredKeyedService&lt;OpperClient>("eu")</c>. Default: the client
    /// of
    /// <c>AddOpper</c>.</param>
    /// <param name="name">The name of the check. Default: <c>opper</c>.</param>
    /// <param name="failureStatus">The status of a failure. Default: <see cref="HealthStatus.Unhealthy"/>.</param>
    /// <param name="tags">Tags to filter checks by, such as <c>ready</c>. Default: none.</param>
    /// <param name="timeout">The timeout. Default: 5 seconds.</param>
    /// <returns>The health checks builder.</returns>
    public static IHealthChecksBuilder AddOpper(
        this IHealthChecksBuilder builder,
        Func<IServiceProvider, OpperClient>? clientFactory = null,
        string? name = null,
        HealthStatus? failureStatus = null,
        IEnumerable<string>? tags = null,
        TimeSpan? timeout = null) =>
        (builder ?? throw new ArgumentNullException(nameof(builder))).Add(new HealthCheckRegistration(
            name ?? DefaultName,
            provider => new OpperHealthCheck(clientFactory is null ? provider.GetRequiredService<OpperClient>() : clientFactory(provider)),
            failureStatus,
            tags,
            timeout ?? DefaultTimeout));
}
