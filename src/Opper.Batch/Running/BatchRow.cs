namespace Opper.Batch.Running;

/// <summary>A row from when it is begun until its result is recorded.</summary>
internal sealed class BatchRow<TIn, TOut>(long index, TIn input)
{
    public long Index { get; } = index;

    public TIn Input { get; } = input;

    /// <summary>What the row is recorded under; nothing without a journal.</summary>
    public UInt128 Key { get; set; }

    /// <summary>Rows with the same key that came while this one was in flight, and take its result.</summary>
    public List<BatchRow<TIn, TOut>>? Followers { get; set; }

    /// <summary>What of the budget is reserved for it.</summary>
    public decimal Reserved { get; set; }

    /// <summary>The turn at which its call was let go.</summary>
    public long Turn { get; set; }

    public BatchItem<TIn, TOut>? Result { get; set; }

    /// <summary>The result of a row as that of another.</summary>
    public BatchItem<TIn, TOut> Replay(BatchItem<TIn, TOut> other) => new(Index, Input)
    {
        Output = other.Output,
        Error = other.Error,
        Attempts = other.Attempts,
        Cost = other.Cost,
        InputTokens = other.InputTokens,
        OutputTokens = other.OutputTokens,
        Duration = other.Duration,
        IsReplayed = true,
    };
}
