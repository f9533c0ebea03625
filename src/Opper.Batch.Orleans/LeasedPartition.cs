using Opper.Batch.Orleans.Grains;

namespace Opper.Batch.Orleans;

/// <summary>A partition that the silo has leased, until all its rows have results.</summary>
internal sealed class LeasedPartition<TIn, TOut>(int number, long lease, PartitionFile<TIn, TOut> file, PartitionCounts counts) : IDisposable
{
    private readonly object _lock = new();
    private PartitionCounts _counts = counts;
    private int _pending = 1;

    public int Number => number;

    public long Lease => lease;

    /// <summary>The last renewal of its lease.</summary>
    public Task Renewal { get; set; } = Task.CompletedTask;

    /// <summary>Whether another silo may have leased it by now.</summary>
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

    /// <inheritdoc cref="PartitionFile{TIn, TOut}.Check"/>
    public void Check() => file.Check();

    /// <summary>Called when a row has ended, or when all rows have been started.</summary>
    /// <returns>Whether it was the last partition.</returns>
    public bool End() => Interlocked.Decrement(ref _pending) == 0;

    public void Dispose() => file.Dispose();
}
