namespace Opper.Batch;

/// <summary>The result of one row: its output or its error, and what it took.</summary>
/// <typeparam name="TIn">The type of the inputs.</typeparam>
/// <typeparam name="TOut">The type of the outputs.</typeparam>
public sealed class BatchItem<TIn, TOut>
{
    /// <summary>Makes a result, for tests of code that takes one.</summary>
    /// <param name="index">The place of the row in the input, counted from 0.</param>
    /// <param name="input">The row.</param>
    public BatchItem(long index, TIn input)
    {
        Index = index;
        Input = input;
    }

    /// <summary>The place of the row in the input, counted from 0.</summary>
    public long Index { get; }

    /// <summary>The row.</summary>
    public TIn Input { get; }

    /// <summary>The output; the default of its type where the row failed.</summary>
    public TOut? Output { get; init; }

    /// <summary>Why the row failed, or <see langword="null"/>.</summary>
    public BatchError? Error { get; init; }

    /// <summary>Whether there is an output.</summary>
    public bool Succeeded => Error is null;

    /// <summary>Whether nothing was called: the result was recorded before, by this run or an earlier one.</summary>
    public bool IsReplayed { get; init; }

    /// <summary>What the calls of the row cost in USD, as far as their answers say so. That of a replayed row was paid when it was recorded.</summary>
    public decimal Cost { get; init; }

    /// <summary>The tokens that the calls of the row read.</summary>
    public long InputTokens { get; init; }

    /// <summary>The tokens that the calls of the row wrote.</summary>
    public long OutputTokens { get; init; }

    /// <summary>How often the row was tried, refusals by a rate limit included.</summary>
    public int Attempts { get; init; }

    /// <summary>How long the last try took.</summary>
    public TimeSpan Duration { get; init; }
}
