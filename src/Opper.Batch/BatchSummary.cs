namespace Opper.Batch;

/// <summary>The totals of a run.</summary>
public sealed record BatchSummary
{
    /// <summary>The number of rows with a result, including failed and replayed ones.</summary>
    public long Rows { get; init; }

    /// <summary>The number of these rows that failed.</summary>
    public long Failed { get; init; }

    /// <summary>The number of these rows that had been recorded before.</summary>
    public long Replayed { get; init; }

    /// <summary>The input and output tokens of this run.</summary>
    public long Tokens { get; init; }

    /// <summary>The cost of this run in USD.</summary>
    public decimal Cost { get; init; }

    /// <summary>Adds a result, for programs that write the results themselves.</summary>
    /// <typeparam name="TIn">The type of the inputs.</typeparam>
    /// <typeparam name="TOut">The type of the outputs.</typeparam>
    /// <param name="item">The result.</param>
    /// <returns>The summary with that result. This one is not changed.</returns>
    public BatchSummary With<TIn, TOut>(BatchItem<TIn, TOut> item)
    {
        ArgumentNullException.ThrowIfNull(item);
        return new BatchSummary
        {
            Rows = Rows + 1,
            Failed = Failed + (item.Succeeded ? 0 : 1),
            Replayed = Replayed + (item.IsReplayed ? 1 : 0),
            Tokens = Tokens + (item.IsReplayed ? 0 : item.InputTokens + item.OutputTokens),
            Cost = Cost + (item.IsReplayed ? 0 : item.Cost),
        };
    }
}
