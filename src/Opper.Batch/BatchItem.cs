namespace Opper.Batch;

/// <summary>The result of one row: its output or error, cost and duration.</summary>
/// <typeparam name="TIn">The type of the inputs.</typeparam>
/// <typeparam name="TOut">The type of the outputs.</typeparam>
public sealed class BatchItem<TIn, TOut>
{
    /// <summary>Creates a result, for tests.</summary>
    /// <param name="index">The zero-based index of the row in the input.</param>
    /// <param name="input">The row.</param>
    public BatchItem(long index, TIn input)
    {
        Index = index;
        Input = input;
    }

    /// <summary>The zero-based index of the row in the input.</summary>
    public long Index { get; }

    /// <summary>The row.</summary>
    public TIn Input { get; }

    /// <summary>The output; the default value of its type if the row failed.</summary>
    public TOut? Output { get; init; }

    /// <summary>Why the row failed, or <see langword="null"/>.</summary>
    public BatchError? Error { get; init; }

    /// <summary>Whether there is an output.</summary>
    public bool Succeeded => Error is null;

    /// <summary>Whether the result had been recorded by this run or an earlier one, so that no call was made.</summary>
    public bool IsReplayed { get; init; }

    /// <summary>The cost of the calls of the row in USD, as reported by their responses. The cost of a replayed row was paid when it was recorded.</summary>
    public decimal Cost { get; init; }

    /// <summary>The input tokens of the calls of the row.</summary>
    public long InputTokens { get; init; }

    /// <summary>The output tokens of the calls of the row.</summary>
    public long OutputTokens { get; init; }

    /// <summary>The number of attempts, including those rejected by a rate limit.</summary>
    public int Attempts { get; init; }

    /// <summary>The duration of the last attempt.</summary>
    public TimeSpan Duration { get; init; }
}
