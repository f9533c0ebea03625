using System.Threading.RateLimiting;

namespace Opper.Batch.Pacing;

/// <summary>The configured limits of requests and tokens per minute.</summary>
internal sealed class ConfiguredRates : IDisposable
{
    private readonly TokenBucketRateLimiter? _requests;
    private readonly TokenBucketRateLimiter? _tokens;
    private readonly int _tokenLimit;
    private long _owed;
    private double _mean;

    public ConfiguredRates(int? requestsPerMinute, int? tokensPerMinute)
    {
        _requests = requestsPerMinute is { } requests ? Create(requests, Math.Max(1, requests / 60)) : null;
        _tokenLimit = tokensPerMinute ?? 0;
        _tokens = tokensPerMinute is { } tokens ? Create(tokens, tokens) : null;
    }

    /// <summary>Waits until a call may start.</summary>
    /// <returns>The number of tokens reserved, which is the mean of previous calls; additional tokens of the call are deducted with the next one.</returns>
    public async ValueTask<long> WaitAsync(CancellationToken cancellationToken)
    {
        if (_requests is not null)
        {
            await TakeAsync(_requests, 1, cancellationToken).ConfigureAwait(false);
        }

        if (_tokens is null)
        {
            return 0;
        }

        var estimate = (long)Volatile.Read(ref _mean);
        var owed = Interlocked.Exchange(ref _owed, 0) + estimate;
        while (owed > 0)
        {
            var part = (int)Math.Min(owed, _tokenLimit);
            await TakeAsync(_tokens, part, cancellationToken).ConfigureAwait(false);
            owed -= part;
        }

        // An amount that was reserved in excess is credited to the next call.
        Interlocked.Add(ref _owed, owed);
        return estimate;
    }

    /// <summary>Records the usage of a call.</summary>
    public void Used(long tokens, long estimate)
    {
        if (_tokens is not null)
        {
            Interlocked.Add(ref _owed, tokens - estimate);
            var mean = Volatile.Read(ref _mean);
            Volatile.Write(ref _mean, mean == 0 ? tokens : (0.9 * mean) + (0.1 * tokens));
        }
    }

    public void Dispose()
    {
        _requests?.Dispose();
        _tokens?.Dispose();
    }

    private static async ValueTask TakeAsync(TokenBucketRateLimiter limiter, int permits, CancellationToken cancellationToken)
    {
        using var lease = await limiter.AcquireAsync(permits, cancellationToken).ConfigureAwait(false);
    }

    private static TokenBucketRateLimiter Create(int perMinute, int burst)
    {
        // At most ten times a second, and in whole permits.
        var permits = Math.Max(1, perMinute / 600);
        return new TokenBucketRateLimiter(new TokenBucketRateLimiterOptions
        {
            TokenLimit = burst,
            TokensPerPeriod = permits,
            ReplenishmentPeriod = TimeSpan.FromMinutes((double)permits / perMinute),
            QueueLimit = int.MaxValue,
            AutoReplenishment = true,
        });
    }
}
