using Opper.Batch.Orleans.Grains;

namespace Opper.Batch.Orleans;

/// <summary>A partition that the silo has, until all its rows have results.</summary>
internal sealed class LeasedPartition<TIn, TOut>(int number, long lease, PartitionFile<TIn, TOut> file, PartitionCounts counts) : IDisposable
{
    private readonly object _lock = new();
    private PartitionCounts _counts = counts;
    private int _pending = 1;

    public int Number => number;

    public long Lease => lease;

    /// <summary>The renewal of its lease that was asked for last.</summary>
    public Task Renewal { get; set; } = Task.CompletedTask;

    /// <summary>Whether another silo may have it by now.</summary>
    public bool IsLost { get; set; }

    public PartitionCounts Counts
    {
        get
        {
            lock (_lock)
            {
                return _counts;
            }
        }
    }

    public void Begin() => Interlocked.Increment(ref _pending);

    /// <summary>Records a result.</summary>
    public void Add(BatchItem<TIn, TOut> item)
    {
        var written = file.Add(item);
        lock (_lock)
        {
            _counts = _counts.Plus(new PartitionCounts(1, written.Succeeded ? 0 : 1, written.Cost));
        }
    }

    /// <summary>A row has ended, or all have been begun.</summary>
    /// <returns>Whether it was the last of these.</returns>
    public bool End() => Interlocked.Decrement(ref _pending) == 0;

    public void Dispose() => file.Dispose();
}
