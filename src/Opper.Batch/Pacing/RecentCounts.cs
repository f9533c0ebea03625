namespace Opper.Batch.Pacing;

/// <summary>The number of events in the last second, in tenths of a second.</summary>
internal sealed class RecentCounts(TimeProvider time)
{
    private const int Buckets = 10;

    private readonly int[] _counts = new int[Buckets];
    private readonly long _bucketTicks = Math.Max(1, time.TimestampFrequency / Buckets);
    private long _newest;

    public int LastSecond
    {
        get
        {
            Advance();
            return _counts.Sum();
        }
    }

    public void Add()
    {
        Advance();
        _counts[_newest % Buckets]++;
    }

    private void Advance()
    {
        var bucket = time.GetTimestamp() / _bucketTicks;
        if (bucket - _newest >= Buckets)
        {
            Array.Clear(_counts);
            _newest = bucket;
        }

        while (_newest < bucket)
        {
            _counts[++_newest % Buckets] = 0;
        }
    }
}
