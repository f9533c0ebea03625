namespace Opper.Batch.Running;

/// <summary>A row, from its start until its result is recorded.</summary>
internal sealed class BatchRow<TIn, TOut>(long index, TIn input)
{
    public long Index { get; } = index;

    public TIn Input { get; } = input;

    /// <summary>The key of the row in the journal; empty without a journal.</summary>
    public UInt128 Key { get; set; }

    /// <summary>Rows with the same key that were read while this one was in flight, and get its result.</summary>
    public List<BatchRow<TIn, TOut>>? Followers { get; set; }

    /// <summary>The amount of the budget that is reserved for it.</summary>
    public decimal Reserved { get; set; }

    /// <summary>The number of the time slot of its call.</summary>
    public long Turn { get; set; }

    public BatchItem<TIn, TOut>? Result { get; set; }

    /// <summary>The result of a row for another one.</summary>
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
