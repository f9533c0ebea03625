namespace Opper.Batch;

/// <summary>How far a run is.</summary>
public sealed record BatchProgress
{
    /// <summary>The rows that have a result, failed and replayed ones included.</summary>
    public long Done { get; init; }

    /// <summary>The rows of these that failed.</summary>
    public long Failed { get; init; }

    /// <summary>The rows of these that were recorded before.</summary>
    public long Replayed { get; init; }

    /// <summary>How many rows there are, or <see langword="null"/> where that is not known.</summary>
    public long? Total { get; init; }

    /// <summary>How often a rate limit refused a call.</summary>
    public long Refused { get; init; }

    /// <summary>Rows per second since the report before.</summary>
    public double Rate { get; init; }

    /// <summary>The calls in flight.</summary>
    public int InFlight { get; init; }

    /// <summary>How many calls may be in flight at present.</summary>
    public int Concurrency { get; init; }

    /// <summary>The tokens read and written by this run.</summary>
    public long Tokens { get; init; }

    /// <summary>What this run cost in USD.</summary>
    public decimal Cost { get; init; }

    /// <summary>The time since the run began.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>The time that is left at the mean rate so far, or <see langword="null"/> where the number of rows is not known.</summary>
    public TimeSpan? Remaining { get; init; }
}
