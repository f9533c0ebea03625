namespace Opper.Batch.Journal;

/// <summary>A recorded result.</summary>
internal sealed record JournalEntry(byte[]? Output, BatchError? Error)
{
    /// <summary>The row as JSON, stored only for failed rows.</summary>
    public byte[]? Input { get; init; }

    /// <summary>Its identifier in the journal, which increases with each entry; 0 until it is recorded.</summary>
    public long Id { get; init; }

    public decimal Cost { get; init; }

    public long InputTokens { get; init; }

    public long OutputTokens { get; init; }

    public int Attempts { get; init; }

    public TimeSpan Duration { get; init; }
}
