using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Opper.HealthChecks;

/// <summary>Whether the API answers and takes the key. It asks for one function's summary: no model runs, and nothing is recorded.</summary>
internal sealed class OpperHealthCheck(OpperClient client) : IHealthCheck
{
    private static readonly RequestOptions s_once = new() { MaxRetries = 0 };

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await client.Functions.ListAsync(limit: 1, options: s_once, cancellationToken: cancellationToken).ConfigureAwait(false);
            return HealthCheckResult.Healthy();
        }
        catch (OpperRateLimitException exception)
        {
            // It is there and knows the key: taking this instance out of service would help nobody.
            return HealthCheckResult.Degraded(exception.Message, exception);
        }
        catch (OpperException exception)
        {
            return new HealthCheckResult(context.Registration.FailureStatus, exception.Message, exception);
        }
    }
}
