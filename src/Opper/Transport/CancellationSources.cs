using System.Collections.Concurrent;

namespace Opper;

/// <summary>Sources that were never cancelled, for the next call: a source and its timer are half of what a call allocates by itself.</summary>
internal static class CancellationSources
{
#if NET
    private const int MaxKept = 256;

    private static readonly ConcurrentQueue<CancellationTokenSource> Kept = new();
    private static int _count;

    public static bool CanPool => true;

    public static CancellationTokenSource Rent()
    {
        if (!Kept.TryDequeue(out var source))
        {
            return new CancellationTokenSource();
        }

        Interlocked.Decrement(ref _count);
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
    public static bool CanPool => false;

    public static CancellationTokenSource Rent() => new();

    public static void Return(CancellationTokenSource source) => source.Dispose();
#endif
}
