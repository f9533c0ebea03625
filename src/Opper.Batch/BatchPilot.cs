namespace Opper.Batch;

/// <summary>What the first rows of a run say about the rest.</summary>
public sealed record BatchPilot
{
    /// <summary>The rows that were called.</summary>
    public long Rows { get; init; }

    /// <summary>The rows of these that failed.</summary>
    public long Failed { get; init; }

    /// <summary>What they cost in USD.</summary>
    public decimal Cost { get; init; }

    /// <summary>How long one took, on average.</summary>
    public TimeSpan MeanDuration { get; init; }

    /// <summary>How many may be in flight at once.</summary>
    public int Concurrency { get; init; }

    /// <summary>What so many rows would cost at the pilot's mean, in USD.</summary>
    /// <param name="rows">The number of rows.</param>
    /// <returns>The cost.</returns>
    public decimal ProjectCost(long rows) => Rows == 0 ? 0 : Cost / Rows * rows;

    /// <summary>How long so many rows would take with all places taken and no rate limit in the way.</summary>
    /// <param name="rows">The number of rows.</param>
    /// <returns>The time.</returns>
    public TimeSpan ProjectTime(long rows) => MeanDuration * ((double)rows / Concurrency);
}
