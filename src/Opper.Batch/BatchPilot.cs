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
    /// <returns>The cost.</returns>
    public decimal ProjectCost(long rows) => Rows == 0 ? 0 : Cost / Rows * rows;

    /// <summary>The projected duration of a number of rows, with the maximum number of calls in flight and without a rate limit.</summary>
    /// <param name="rows">The number of rows.</param>
    /// <returns>The time.</returns>
    public TimeSpan ProjectTime(long rows) => MeanDuration * ((double)rows / Concurrency);
}
