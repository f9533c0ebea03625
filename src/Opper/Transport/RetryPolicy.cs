using Polly;
using Polly.Retry;

namespace Opper;

/// <summary>When a failed attempt is repeated, and how long is waited first.</summary>
internal static class RetryPolicy
{
    private static readonly ResiliencePropertyKey<CallState> State = new("Opper.Call");
    private static readonly ResiliencePipeline<TransportResponse> WithSystemClock = Create(TimeProvider.System);

    // Polly's own source of randomness, which any thread may use.
    private static readonly Func<double> NextRandom = new RetryStrategyOptions().Randomizer;

    /// <summary>Tries again what failed once. Only then is anything of Polly made; the strategy sees the attempt already made as its first.</summary>
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

    private static ResiliencePipeline<TransportResponse> Create(TimeProvider timeProvider) => new ResiliencePipelineBuilder<TransportResponse> { TimeProvider = timeProvider }
        .AddRetry(new RetryStrategyOptions<TransportResponse>
        {
            // The real bound is the call's own, in ShouldRetry.
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
            || (exception is OpperRateLimitException && OpperCallScope.Current?.HandlesRateLimits == true))
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
}
