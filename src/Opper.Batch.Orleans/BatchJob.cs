namespace Opper.Batch.Orleans;

/// <summary>A job that is shared by silos. Each silo is configured with the same job; names are unique in a cluster.</summary>
public abstract class BatchJob
{
    private const decimal MaxAmount = 1e15m;

    private protected BatchJob(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        Name = name;
    }

    /// <summary>The name of the job. Use a different name and folder for a different prompt.</summary>
    public string Name { get; }

    /// <summary>The number of partitions, at least 1. About ten for each silo allow silos that join later to get work. Another number needs another name and
    /// <see cref="Folder"/>, because recorded rows are found by their index in their partition; otherwise the job is rejected.</summary>
    public required int Partitions { get; init; }

    /// <summary>The directory of the results, on a disk that all silos share, with a file for each partition and lease, and
    /// <c>opper-job/job.json</c>, which has the name and the partitions of the job: the folder is rejected for another one. A folder is used by one cluster
    /// at a time, and a cluster rejects another folder for the same job.</summary>
    public required string Folder { get; init; }

    /// <summary>The maximum number of calls in flight on each silo, at least 1. Default: 64.</summary>
    public int ConcurrencyOfSilo { get; init; } = 64;

    /// <summary>Whether that number adapts, as with <see cref="BatchOptions.IsAdaptive"/>. Default: <see langword="true"/>.</summary>
    public bool IsAdaptive { get; init; } = true;

    /// <summary>The maximum number of calls per minute of all silos, at least 1, which is divided among them. Default: no limit; the rate adapts to
    /// rejections by the server.</summary>
    public int? RequestsPerMinute { get; init; }

    /// <summary>The maximum cost of all silos in USD, in all starts of the job; at most 10^15. What was granted is recorded in the <see cref="Folder"/>.
    /// Default: none.</summary>
    public decimal? BudgetLimit { get; init; }

    /// <summary>The maximum cost of a row in USD, at most 10^15, which is reserved before the row is called. Required, and more than zero, with a
    /// <see cref="BudgetLimit"/>.</summary>
    public decimal? MaxRowCost { get; init; }

    /// <summary>The time after which the partitions of an unresponsive silo are available to others, at least one second. Default: 15 seconds.</summary>
    public TimeSpan LeaseTime { get; init; } = TimeSpan.FromSeconds(15);

    internal abstract Task RunAsync(SiloRun run, CancellationToken cancellationToken);

    internal virtual void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Partitions, 1);
        ArgumentException.ThrowIfNullOrWhiteSpace(Folder);
        ArgumentOutOfRangeException.ThrowIfLessThan(ConcurrencyOfSilo, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(RequestsPerMinute ?? 1, 1, nameof(RequestsPerMinute));
        ArgumentOutOfRangeException.ThrowIfLessThan(LeaseTime, TimeSpan.FromSeconds(1));
        ThrowIfNoAmount(BudgetLimit, nameof(BudgetLimit));
        ThrowIfNoAmount(MaxRowCost, nameof(MaxRowCost));
        if (BudgetLimit is not null && MaxRowCost is not > 0)
        {
            throw new ArgumentException($"A {nameof(BudgetLimit)} needs a {nameof(MaxRowCost)}: silos reserve it for each row.");
        }
    }

    // Silos add and multiply amounts.
    private static void ThrowIfNoAmount(decimal? amount, string name)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(amount ?? 0, name);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(amount ?? 0, MaxAmount, name);
    }
}
