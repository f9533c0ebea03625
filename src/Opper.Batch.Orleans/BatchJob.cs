namespace Opper.Batch.Orleans;

/// <summary>A job that is shared by silos. Each silo is configured with the same job; names are unique in a cluster.</summary>
public abstract class BatchJob
{
    private protected BatchJob(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        Name = name;
    }

    /// <summary>The name of the job. Use a different name and folder for a different prompt.</summary>
    public string Name { get; }

    /// <summary>The number of partitions. About ten for each silo allow silos that join later to get work. With another number, use a new
    /// <see cref="Folder"/>, unless the rows of a partition do not depend on it: recorded rows are found by their index in their partition.</summary>
    public required int Partitions { get; init; }

    /// <summary>The directory of the results, on a disk that all silos share, with a file for each partition and lease.</summary>
    public required string Folder { get; init; }

    /// <summary>The maximum number of calls in flight on each silo. Default: 64.</summary>
    public int ConcurrencyOfSilo { get; init; } = 64;

    /// <summary>Whether that number adapts, as with <see cref="BatchOptions.IsAdaptive"/>. Default: <see langword="true"/>.</summary>
    public bool IsAdaptive { get; init; } = true;

    /// <summary>The maximum number of calls per minute of all silos, which is divided among them. Default: no limit; the rate adapts to rejections by the
    /// server.</summary>
    public int? RequestsPerMinute { get; init; }

    /// <summary>The maximum cost of all silos in USD. Default: none.</summary>
    public decimal? BudgetLimit { get; init; }

    /// <summary>The maximum cost of a row in USD, which is reserved before the row is called. Required with a <see cref="BudgetLimit"/>.</summary>
    public decimal? MaxRowCost { get; init; }

    /// <summary>The time after which the partitions of an unresponsive silo are available to others. Default: 15 seconds.</summary>
    public TimeSpan LeaseTime { get; init; } = TimeSpan.FromSeconds(15);

    internal abstract Task RunAsync(SiloRun run, CancellationToken cancellationToken);

    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Partitions, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(ConcurrencyOfSilo, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(RequestsPerMinute ?? 1, 1, nameof(RequestsPerMinute));
        ArgumentOutOfRangeException.ThrowIfLessThan(LeaseTime, TimeSpan.FromSeconds(1));
        if (BudgetLimit is not null && MaxRowCost is not > 0)
        {
            throw new ArgumentException($"A {nameof(BudgetLimit)} needs a {nameof(MaxRowCost)}: silos reserve it for each row.");
        }
    }
}
