using System.Text.Json;

namespace Opper.Batch;

/// <summary>The options of a batch run.</summary>
public sealed class BatchOptions
{
    private static readonly TimeSpan MaxTimer = TimeSpan.FromMilliseconds(uint.MaxValue - 1);

    /// <summary>The name of the run, in its activity and in the journal. Default: the name of the task or function.</summary>
    public string? Name { get; set; }

    /// <summary>The order of the results. Default: <see cref="BatchOrder.Completion"/>.</summary>
    public BatchOrder Order { get; set; }

    /// <summary>The maximum number of calls in flight, at least 1. Default: 64.</summary>
    public int MaxConcurrency { get; set; } = 64;

    /// <summary>The number of calls in flight at the start, at least 1. It then adapts between 1 and <see cref="MaxConcurrency"/>: it increases while calls
    /// succeed and decreases when a rate limit rejects a call or the latency rises. Default: 8.</summary>
    public int InitialConcurrency { get; set; } = 8;

    /// <summary>Whether the number of calls in flight adapts. Default: <see langword="true"/>; otherwise it is <see cref="MaxConcurrency"/>, and only the rate
    /// adapts to rejections.</summary>
    public bool IsAdaptive { get; set; } = true;

    /// <summary>The maximum number of rows that have been started and whose results have not been read yet, which limits memory usage; at
    /// least 1. Default: 1,024.</summary>
    public int Window { get; set; } = 1024;

    /// <summary>The maximum number of calls per minute, at least 1. Default: no limit; the rate adapts to rejections by the server.</summary>
    public int? RequestsPerMinute { get; set; }

    /// <summary>The maximum number of tokens per minute, as reported by the responses; at least 1. Default: no limit.</summary>
    public int? TokensPerMinute { get; set; }

    /// <summary>The maximum number of attempts for a row that fails for another reason than a rate limit, in addition to the retries of the client; at least
    /// 1, which is the default.</summary>
    public int MaxAttempts { get; set; } = 1;

    /// <summary>How long rows rejected by a rate limit are retried while no call succeeds, before they fail; not negative. Default: 10 minutes.
    /// <see cref="Timeout.InfiniteTimeSpan"/> retries them forever.</summary>
    public TimeSpan MaxRefusalTime { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>The SQLite file in which results are recorded before they are returned, so that an interrupted run can be resumed. Default: none; results are
    /// not recorded. Runs with different fingerprints may use a file at the same time.</summary>
    public string? JournalPath { get; set; }

    /// <summary>How long to wait if a run with the same fingerprint is using the journal, in this or another process. What it records is not called again.
    /// Default: zero; a <see cref="BatchJournalInUseException"/> is thrown at once. <see cref="Timeout.InfiniteTimeSpan"/> waits for its end.</summary>
    public TimeSpan JournalTimeout { get; set; }

    /// <summary>Whether rows that were recorded as failed are retried. Default: <see langword="false"/>; their errors are replayed.</summary>
    public bool RetryFailed { get; set; }

    /// <summary>
    /// Identifies the work on the inputs: prompt, model, version. Recorded results are reused only for the same value. Default: derived from the revision of
    /// the function, or from instructions, model and schemas; required for a delegate with a journal.
    /// </summary>
    public string? Fingerprint { get; set; }

    /// <summary>The serializer options for inputs and outputs in the journal. Default: the defaults of System.Text.Json, with fields, NaN and infinity, and
    /// with values of type <see cref="object"/> as in typed results of the client. JSON of any kind, also Json.NET's tokens, is supported with all
    /// options.</summary>
    public JsonSerializerOptions? SerializerOptions { get; set; }

    /// <summary>The most that a run may cost, in USD: before each row a share is reserved, and the run ends with an <see cref="OpperBudgetExceededException"/>
    /// before the limit could be passed. Calls that report no
    /// cost, as chats and embeddings of API v2, count by their tokens and the price of their model; where that is not known, as the most that a row can cost.
    /// Not negative. Default: none.</summary>
    public decimal? BudgetLimit { get; set; }

    /// <summary>The maximum cost of a row in USD, which is reserved for it; not negative. Default: the highest cost of a row of the run so far; the first row
    /// then runs alone. If its cost is not known, the run ends with a <see cref="NotSupportedException"/>.</summary>
    public decimal? MaxRowCost { get; set; }

    /// <summary>How long calls in flight may continue after a cancellation, before they are canceled too; at most 49 days. Default: 30 seconds.</summary>
    public TimeSpan DrainTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Pauses the run and lets it go on. Default: none.</summary>
    public BatchPause? Pause { get; set; }

    /// <summary>Whether Ctrl+C and SIGTERM cancel the run. A second signal ends the process. Default: <see langword="false"/>.</summary>
    public bool StopsOnInterrupt { get; set; }

    /// <summary>Receives the progress of the run. Default: none.</summary>
    public IProgress<BatchProgress>? Progress { get; set; }

    /// <summary>The interval of progress reports, more than zero and at most 49 days. Default: one second; there is one more at the end.</summary>
    public TimeSpan ProgressInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>The number of rows, to estimate the remaining time; not negative. Default: the count of the inputs, if they are a collection.</summary>
    public long? Total { get; set; }

    /// <summary>The share of rows that have their own activity under that of the run, with the activities of their calls, between 0 and
    /// 1. Default: 0.01.</summary>
    public double ActivitySampling { get; set; } = 0.01;

    /// <summary>The clock. Default: the system clock.</summary>
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
        ArgumentOutOfRangeException.ThrowIfGreaterThan(DrainTimeout, MaxTimer);
        ThrowIfNegative(JournalTimeout, nameof(JournalTimeout));
        ThrowIfNegative(MaxRefusalTime, nameof(MaxRefusalTime));
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(ProgressInterval, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(ProgressInterval, MaxTimer);
        if (JournalPath is not null)
        {
            ArgumentException.ThrowIfNullOrWhiteSpace(JournalPath);
        }

        ArgumentOutOfRangeException.ThrowIfNegative(Total ?? 0, nameof(Total));
        if (ActivitySampling is not (>= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(ActivitySampling), ActivitySampling, "The share must be between 0 and 1.");
        }

        if (!Enum.IsDefined(Order))
        {
            throw new ArgumentOutOfRangeException(nameof(Order), Order, "The order is not known.");
        }

        ArgumentNullException.ThrowIfNull(TimeProvider);
        return (BatchOptions)MemberwiseClone();
    }

    private static void ThrowIfNegative(TimeSpan value, string name) =>
        ArgumentOutOfRangeException.ThrowIfLessThan(value == Timeout.InfiniteTimeSpan ? TimeSpan.Zero : value, TimeSpan.Zero, name);
}
