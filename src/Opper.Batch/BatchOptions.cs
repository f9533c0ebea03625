using System.Text.Json;

namespace Opper.Batch;

/// <summary>How rows are run.</summary>
public sealed class BatchOptions
{
    /// <summary>A name for the run, shown in its activity and kept in the journal. Default: what is called.</summary>
    public string? Name { get; set; }

    /// <summary>The order of the results. Default: <see cref="BatchOrder.Completion"/>.</summary>
    public BatchOrder Order { get; set; }

    /// <summary>The most calls in flight. Default: 64.</summary>
    public int MaxConcurrency { get; set; } = 64;

    /// <summary>The calls in flight at the start, from where the number adapts between 1 and <see cref="MaxConcurrency"/>: it grows while calls succeed and falls when a rate limit
    /// refuses one or answers take much longer. Default: 8.</summary>
    public int InitialConcurrency { get; set; } = 8;

    /// <summary>Whether the number of calls in flight adapts. Default: <see langword="true"/>; otherwise it is <see cref="MaxConcurrency"/>, and only the pace gives way to refusals.</summary>
    public bool IsAdaptive { get; set; } = true;

    /// <summary>The most rows that are begun and not yet taken by the reader of the results. Bounds the memory of a run. Default: 1,024.</summary>
    public int Window { get; set; } = 1024;

    /// <summary>The most calls to begin in a minute. Default: no limit but what the server's refusals teach.</summary>
    public int? RequestsPerMinute { get; set; }

    /// <summary>The most tokens to use in a minute, by what the answers report. Default: no limit.</summary>
    public int? TokensPerMinute { get; set; }

    /// <summary>How often a row is tried that fails other than by a rate limit, beyond what the client repeats itself. Default: 1, once.</summary>
    public int MaxAttempts { get; set; } = 1;

    /// <summary>How long rows that a rate limit refuses are tried again while no call at all succeeds; then they fail. Default: 10 minutes.</summary>
    public TimeSpan MaxRefusalTime { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>The SQLite file in which results are recorded before they are given, so that a run that was cut goes on where it was. Default: none, nothing is kept.</summary>
    public string? JournalPath { get; set; }

    /// <summary>Whether rows that a run recorded as failed are called again. Default: <see langword="false"/>, their errors are replayed.</summary>
    public bool RetryFailed { get; set; }

    /// <summary>
    /// What tells this work from other work on the same inputs: prompt, model, version. Results are found again under the same value only. Default: made of the function's revision, or
    /// of instructions, model and schemas; a runner over a delegate that has a journal must be given one.
    /// </summary>
    public string? Fingerprint { get; set; }

    /// <summary>How inputs and outputs are written to the journal. Default: the defaults of System.Text.Json.</summary>
    public JsonSerializerOptions? SerializerOptions { get; set; }

    /// <summary>The most that a run may cost, in USD: before each row a share is reserved, and the run ends with an <see cref="OpperBudgetExceededException"/> before the limit could be passed. Calls that report no
    /// cost, as chats and embeddings of API v2, count by their tokens and the price of their model; where that is not known, as the most that a row can cost. Default: none.</summary>
    public decimal? BudgetLimit { get; set; }

    /// <summary>The most that one row can cost, in USD, which is what is reserved for it. Default: the most that a row of the run has cost so far; the first row runs alone. If its cost
    /// is not known, the run ends with a <see cref="NotSupportedException"/>.</summary>
    public decimal? MaxRowCost { get; set; }

    /// <summary>How long calls in flight are waited for after a cancellation; then they are cancelled too. Default: 30 seconds.</summary>
    public TimeSpan DrainTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Pauses the run and lets it go on. Default: none.</summary>
    public BatchPause? Pause { get; set; }

    /// <summary>Whether Ctrl+C and SIGTERM end the run like a cancellation. A second one ends the process. Default: <see langword="false"/>.</summary>
    public bool StopsOnInterrupt { get; set; }

    /// <summary>Is told how far the run is. Default: nobody.</summary>
    public IProgress<BatchProgress>? Progress { get; set; }

    /// <summary>How often. Default: every second, and once at the end.</summary>
    public TimeSpan ProgressInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How many rows there are, for the time that is left. Default: known where the inputs are a collection.</summary>
    public long? Total { get; set; }

    /// <summary>The share of rows that have an activity of their own under that of the run, with those of their calls below. Default: 0.01.</summary>
    public double ActivitySampling { get; set; } = 0.01;

    /// <summary>The clock. Default: the system's.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    internal BatchOptions Checked()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxConcurrency, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(InitialConcurrency, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(Window, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxAttempts, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(RequestsPerMinute ?? 1, 1, nameof(RequestsPerMinute));
        ArgumentOutOfRangeException.ThrowIfLessThan(TokensPerMinute ?? 1, 1, nameof(TokensPerMinute));
        ArgumentOutOfRangeException.ThrowIfNegative(BudgetLimit ?? 0, nameof(BudgetLimit));
        ArgumentOutOfRangeException.ThrowIfNegative(MaxRowCost ?? 0, nameof(MaxRowCost));
        ArgumentOutOfRangeException.ThrowIfLessThan(DrainTimeout, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(ProgressInterval, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfNegative(ActivitySampling);
        ArgumentNullException.ThrowIfNull(TimeProvider);
        return (BatchOptions)MemberwiseClone();
    }
}
