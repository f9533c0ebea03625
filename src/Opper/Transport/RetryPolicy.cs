using Polly;
using Polly.Retry;

namespace Opper;

/// <summary>When a failed attempt is repeated, and how long is waited first.</summary>
internal static class RetryPolicy
{
    private static readonly ResiliencePropertyKey<CallState> State = new("Opper.Call");

    public static ResiliencePipeline<TransportResponse> Create(OpperClientOptions options) => new ResiliencePipelineBuilder<TransportResponse> { TimeProvider = options.TimeProvider }
        .AddRetry(new RetryStrategyOptions<TransportResponse>
        {
            // The real bound is the call's own, in ShouldRetry.
            MaxRetryAttempts = int.MaxValue,
            ShouldHandle = static arguments => new ValueTask<bool>(ShouldRetry(arguments)),
            DelayGenerator = static arguments => new ValueTask<TimeSpan?>(GetState(arguments.Context).NextDelay),
        })
        .Build();

    public static void Attach(ResilienceContext context, CallState state) => context.Properties.Set(State, state);

    private static CallState GetState(ResilienceContext context) => context.Properties.GetValue(State, null!);

    private static bool ShouldRetry(RetryPredicateArguments<TransportResponse> arguments)
    {
        if (arguments.Outcome.Exception is not { } exception)
        {
            return false;
        }

        var state = GetState(arguments.Context);
        if (arguments.AttemptNumber >= state.Settings.MaxRetries || !state.CanReplay || !IsTransient(exception, state.Request.Operation))
        {
            return false;
        }

        var retryAfter = (exception as OpperApiException)?.RetryAfter;
        if (retryAfter > state.Options.MaxRetryAfter || retryAfter?.TotalMilliseconds > int.MaxValue)
        {
            return false;
        }

        var delay = retryAfter ?? Backoff(arguments.AttemptNumber, state.Options);
        // A wait that outlasts the call would only turn a clear error into a timeout.
        if (delay >= state.Remaining)
        {
            return false;
        }

        state.NextDelay = delay;
        PipelineLog.Retrying(state, exception);
        return true;
    }

    private static bool IsTransient(Exception exception, OpperOperation operation) => exception switch
    {
        OpperApiException { StatusCode: (System.Net.HttpStatusCode)429 or System.Net.HttpStatusCode.ServiceUnavailable } => true,
        OpperConnectionException { IsClientDisposed: true } => false,
        OpperConnectionException { IsRequestUnsent: true } => true,
        _ when operation.RetryOnlyUnprocessed => false,
        OpperApiException api => (int)api.StatusCode is 408 or 500 or 502 or 504,
        OpperConnectionException => true,
        OpperTimeoutException { Kind: OpperTimeoutKind.Attempt or OpperTimeoutKind.StreamIdle } => true,
        _ => false,
    };

    /// <summary>Full jitter: anything between nothing and the exponential step, so that many clients do not come back together.</summary>
    private static TimeSpan Backoff(int attempt, OpperClientOptions options)
    {
        var step = Math.Min(options.MaxRetryDelay.TotalMilliseconds, options.RetryBaseDelay.TotalMilliseconds * Math.Pow(2, Math.Min(attempt, 30)));
        return TimeSpan.FromMilliseconds(step * NextRandom());
    }

#if NET
    private static double NextRandom() => Random.Shared.NextDouble();
#else
    private static readonly Random Random = new();

    private static double NextRandom()
    {
        lock (Random)
        {
            return Random.NextDouble();
        }
    }
#endif
}
