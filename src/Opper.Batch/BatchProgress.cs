namespace Opper.Batch;

/// <summary>The progress of a run.</summary>
public sealed record BatchProgress
{
    /// <summary>The number of rows with a result, including failed and replayed ones.</summary>
    public long Done { get; init; }

    /// <summary>The number of these rows that failed.</summary>
    public long Failed { get; init; }

    /// <summary>The number of these rows that had been recorded before.</summary>
    public long Replayed { get; init; }

    /// <summary>The number of rows, or <see langword="null"/> if it is not known.</summary>
    public long? Total { get; init; }

    /// <summary>The number of calls rejected by a rate limit.</summary>
    public long Refused { get; init; }

    /// <summary>Rows per second since the previous report.</summary>
    public double Rate { get; init; }

    /// <summary>The calls in flight.</summary>
    public int InFlight { get; init; }

    /// <summary>The current maximum number of calls in flight.</summary>
    public int Concurrency { get; init; }

    /// <summary>The input and output tokens of this run.</summary>
    public long Tokens { get; init; }

    /// <summary>The cost of this run in USD.</summary>
    public decimal Cost { get; init; }

    /// <summary>The time since the start of the run.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>The estimated remaining time at the mean rate so far, or <see langword="null"/> if the number of rows is not known.</summary>
    public TimeSpan? Remaining { get; init; }
}
