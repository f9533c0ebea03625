#if NET
using System.Collections.Concurrent;
#endif

namespace Opper;

/// <summary>Creates token sources with a timeout. Sources that were not canceled are pooled, as they are half of a call's own allocations.</summary>
internal static class CancellationSources
{
#if NET
    private const int MaxKept = 256;

    private static readonly ConcurrentQueue<CancellationTokenSource> Kept = new();
    private static int _count;

    /// <summary>A source can be reset only if its timer belongs to <see cref="TimeProvider.System"/>.</summary>
    public static bool CanPool(TimeProvider timeProvider) => ReferenceEquals(timeProvider, TimeProvider.System);

    public static CancellationTokenSource Create(TimeProvider timeProvider, TimeSpan timeout) => new(timeout, timeProvider);

    public static CancellationTokenSource Rent(TimeSpan timeout)
    {
        if (Kept.TryDequeue(out var source))
        {
            Interlocked.Decrement(ref _count);
        }
        else
        {
            source = new CancellationTokenSource();
        }

        source.CancelAfter(timeout);
        return source;
    }

    /// <summary>Returns a source that nothing but the deadline can still cancel.</summary>
    public static void Return(CancellationTokenSource source)
    {
        if (!source.TryReset())
        {
            source.Dispose();
        }
        else if (Interlocked.Increment(ref _count) > MaxKept)
        {
            Interlocked.Decrement(ref _count);
            source.Dispose();
        }
        else
        {
            Kept.Enqueue(source);
        }
    }
#else
    public static bool CanPool(TimeProvider timeProvider) => false;

    public static CancellationTokenSource Create(TimeProvider timeProvider, TimeSpan timeout) => timeProvider.CreateCancellationTokenSource(timeout);

    public static CancellationTokenSource Rent(TimeSpan timeout) => new(timeout);

    public static void Return(CancellationTokenSource source) => source.Dispose();
#endif

    /// <summary>Cancels a source when the caller's token is canceled.</summary>
    public static CancellationTokenRegistration Link(CancellationTokenSource source, CancellationToken cancellationToken)
    {
        if (!cancellationToken.CanBeCanceled)
        {
            return default;
        }

#if NET
        return cancellationToken.UnsafeRegister(static state => ((CancellationTokenSource)state!).Cancel(), source);
#else
        return cancellationToken.Register(static state => ((CancellationTokenSource)state!).Cancel(), source, useSynchronizationContext: false);
#endif
    }
}
