using Polly;
using Polly.Retry;

namespace Opper.Transport;

/// <summary>Decides whether a failed attempt is retried, and after which delay.</summary>
internal static class RetryPolicy
{
    private static readonly ResiliencePropertyKey<CallState> State = new("Opper.Call");
    private static readonly ResiliencePipeline<TransportResponse> WithSystemClock = Create(TimeProvider.System);

    // The thread-safe random source of Polly.
    private static readonly Func<double> NextRandom = new RetryStrategyOptions().Randomizer;

    /// <summary>Retries after a first failure. Polly is used only from then on; its strategy gets the first attempt as already failed.</summary>
    public static async Task<TransportResponse> RetryAsync(CallState state, Exception failure, Func<CallState, Task<TransportResponse>> attempt)
    {
        var pipeline = ReferenceEquals(state.Options.TimeProvider, TimeProvider.System) ? WithSystemClock : Create(state.Options.TimeProvider);
        var context = ResilienceContextPool.Shared.Get(continueOnCapturedContext: false, state.Total.Token);
        context.Properties.Set(State, state);
        var first = Task.FromException<TransportResponse>(failure);
        try
        {
            return await pipeline.ExecuteAsync(
                (_, call) => new ValueTask<TransportResponse>(Interlocked.Exchange(ref first, null) ?? attempt(call)),
                context,
                state).ConfigureAwait(false);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    private static ResiliencePipeline<TransportResponse> Create(TimeProvider timeProvider) =>
        new ResiliencePipelineBuilder<TransportResponse> { TimeProvider = timeProvider }
        .AddRetry(new RetryStrategyOptions<TransportResponse>
        {
            // The limit of the call is applied in ShouldRetry.
            MaxRetryAttempts = int.MaxValue,
            ShouldHandle = static arguments => new ValueTask<bool>(ShouldRetry(arguments)),
            DelayGenerator = static arguments => new ValueTask<TimeSpan?>(GetState(arguments.Context).NextDelay),
        })
        .Build();

    private static CallState GetState(ResilienceContext context) => context.Properties.GetValue(State, null!);

    private static bool ShouldRetry(RetryPredicateArguments<TransportResponse> arguments)
    {
        if (arguments.Outcome.Exception is not { } exception)
        {
            return false;
        }

        var state = GetState(arguments.Context);
        if (arguments.AttemptNumber >= state.Settings.MaxRetries || !state.CanReplay || !IsTransient(exception, state.Request.Operation)
            || (exception is OpperRateLimitException && state.ThrowsRateLimits))
        {
            return false;
        }

        var retryAfter = (exception as OpperApiException)?.RetryAfter;
        if (retryAfter > state.Options.MaxRetryAfter || retryAfter?.TotalMilliseconds > int.MaxValue)
        {
            return false;
        }

        var delay = retryAfter ?? Backoff(arguments.AttemptNumber, state.Options);
        // A delay beyond the call's timeout would only replace a clear error by a timeout.
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

    /// <summary>Full jitter: a random delay up to the exponential step, so that clients do not retry at the same time.</summary>
    private static TimeSpan Backoff(int attempt, OpperClientOptions options)
    {
        var step = Math.Min(options.MaxRetryDelay.TotalMilliseconds, options.RetryBaseDelay.TotalMilliseconds * Math.Pow(2, Math.Min(attempt, 30)));
        return TimeSpan.FromMilliseconds(step * NextRandom());
    }
}
