#if NET
using System.Collections.Concurrent;
#endif

namespace Opper;

/// <summary>Makes token sources with a time limit. Those that were never cancelled serve the next call: a source and its timer are half of what a call allocates by itself.</summary>
internal static class CancellationSources
{
#if NET
    private const int MaxKept = 256;

    private static readonly ConcurrentQueue<CancellationTokenSource> Kept = new();
    private static int _count;

    /// <summary>A source can be reset only while its timer is the system's.</summary>
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

    /// <summary>Nobody but the deadline may still cancel it.</summary>
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

    /// <summary>Cancels a source with the caller's token.</summary>
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
