namespace Opper.Batch;

/// <summary>The projection of a run from its first rows.</summary>
public sealed record BatchPilot
{
    /// <summary>The number of rows that were called.</summary>
    public long Rows { get; init; }

    /// <summary>The number of these rows that failed.</summary>
    public long Failed { get; init; }

    /// <summary>Their cost in USD.</summary>
    public decimal Cost { get; init; }

    /// <summary>The mean duration of a row.</summary>
    public TimeSpan MeanDuration { get; init; }

    /// <summary>The maximum number in flight.</summary>
    public int Concurrency { get; init; }

    /// <summary>The projected cost of a number of rows in USD, at the mean cost of the pilot.</summary>
    /// <param name="rows">The number of rows.</param>
    /// <returns>The cost; at most <see cref="decimal.MaxValue"/>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The number is negative.</exception>
    public decimal ProjectCost(long rows)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        var mean = Rows == 0 ? 0 : Cost / Rows;
        return rows > 0 && mean > decimal.MaxValue / rows ? decimal.MaxValue : mean * rows;
    }

    /// <summary>The projected duration of a number of rows, with the maximum number of calls in flight and without a rate limit.</summary>
    /// <param name="rows">The number of rows.</param>
    /// <returns>The time; at most <see cref="TimeSpan.MaxValue"/>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The number is negative.</exception>
    public TimeSpan ProjectTime(long rows)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        return Duration.Times(MeanDuration, (double)rows / Math.Max(1, Concurrency));
    }
}
