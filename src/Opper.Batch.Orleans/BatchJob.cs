namespace Opper.Batch.Orleans;

/// <summary>What silos work on together. Each silo is given the same job; a cluster has one job of a name.</summary>
public abstract class BatchJob
{
    private protected BatchJob(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        Name = name;
    }

    /// <summary>The name. Another prompt is another job, with a name and a folder of its own.</summary>
    public string Name { get; }

    /// <summary>How many parts the rows come in. Some ten for each silo let work move to silos that come later.</summary>
    public required int Partitions { get; init; }

    /// <summary>The folder that results are written to, on a disk that all silos share: a file for each partition and lease.</summary>
    public required string Folder { get; init; }

    /// <summary>The most calls in flight on each silo. Default: 64.</summary>
    public int ConcurrencyOfSilo { get; init; } = 64;

    /// <summary>Whether that number adapts, as <see cref="BatchOptions.IsAdaptive"/>. Default: <see langword="true"/>.</summary>
    public bool IsAdaptive { get; init; } = true;

    /// <summary>The most calls that all silos together begin in a minute; each has its share. Default: no limit but what the server's refusals teach.</summary>
    public int? RequestsPerMinute { get; init; }

    /// <summary>The most that all silos together may spend, in USD. Default: none.</summary>
    public decimal? BudgetLimit { get; init; }

    /// <summary>The most that one row can cost, in USD; it is reserved before the row is called. Must be set where there is a <see cref="BudgetLimit"/>.</summary>
    public decimal? MaxRowCost { get; init; }

    /// <summary>How long a silo that is not heard of keeps its partitions. Default: 15 seconds.</summary>
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
