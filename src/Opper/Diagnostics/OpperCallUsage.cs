namespace Opper;

/// <summary>What a call used, as far as its answer says so.</summary>
public sealed class OpperCallUsage
{
    internal OpperCallUsage(AnswerFacts facts, Exception? failure)
    {
        Cost = facts.Cost is >= 0 and <= 1e15 ? (decimal)facts.Cost : null;
        InputTokens = facts.InputTokens;
        OutputTokens = facts.OutputTokens;
        Failure = failure;
    }

    /// <summary>The cost in USD, or <see langword="null"/> where the answer names none.</summary>
    public decimal? Cost { get; }

    /// <summary>The tokens read, or <see langword="null"/> where the answer names none.</summary>
    public long? InputTokens { get; }

    /// <summary>The tokens written, or <see langword="null"/> where the answer names none.</summary>
    public long? OutputTokens { get; }

    /// <summary>Why there is no answer, or <see langword="null"/>. An answer that came and cannot be read as the caller's type is none of these: it was paid for.</summary>
    public Exception? Failure { get; }
}
