using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Opper.HealthChecks;

/// <summary>Checks whether the API responds and accepts the key. It lists one function, which does not run a model or record a trace.</summary>
internal sealed class OpperHealthCheck(OpperClient client) : IHealthCheck
{
    private static readonly RequestOptions Once = new() { MaxRetries = 0 };

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await client.Functions.ListAsync(limit: 1, options: Once, cancellationToken: cancellationToken).ConfigureAwait(false);
            return HealthCheckResult.Healthy();
        }
        catch (OpperRateLimitException exception)
        {
            // The API responds and accepts the key, so removing this instance from service would not help.
            return HealthCheckResult.Degraded(exception.Message, exception);
        }
        catch (OpperException exception)
        {
            return new HealthCheckResult(context.Registration.FailureStatus, exception.Message, exception);
        }
    }
}
