namespace Opper;

/// <summary>The usage of a call, as reported by its response.</summary>
public sealed class OpperCallUsage
{
    internal OpperCallUsage(ResponseMetadata metadata, Exception? failure)
    {
        Cost = metadata.Cost is >= 0 and <= 1e15 ? (decimal)metadata.Cost : null;
        InputTokens = metadata.InputTokens;
        OutputTokens = metadata.OutputTokens;
        Failure = failure;
    }

    /// <summary>The cost in USD, or <see langword="null"/> if it is not reported.</summary>
    public decimal? Cost { get; }

    /// <summary>The number of input tokens, or <see langword="null"/> if it is not reported.</summary>
    public long? InputTokens { get; }

    /// <summary>The number of output tokens, or <see langword="null"/> if it is not reported.</summary>
    public long? OutputTokens { get; }

    /// <summary>The exception, if no response was received. A response that does not match the result type is charged and not a failure.</summary>
    public Exception? Failure { get; }

    /// <summary>Whether the call failed and may still be charged: the API neither rejected it nor failed to receive it, as after a timeout.</summary>
    public bool IsCostUnknown =>
        Cost is null && Failure is not (null or OpperApiException or OpperBudgetExceededException or OpperConnectionException { IsRequestUnsent: true });
}
