namespace Opper;

/// <summary>The usage of a call, as reported by its response.</summary>
public sealed class OpperCallUsage
{
    internal OpperCallUsage(ResponseMetadata metadata, Exception? failure, string? model = null)
    {
        Model = model ?? metadata.Model;
        Cost = metadata.Cost is >= 0 and <= 1e15 ? (decimal)metadata.Cost : null;
        InputTokens = metadata.InputTokens;
        OutputTokens = metadata.OutputTokens;
        Failure = failure;
    }

    /// <summary>The first model of the request, or else that of the response, or <see langword="null"/> if neither names one.</summary>
    public string? Model { get; }

    /// <summary>The cost in USD, or <see langword="null"/> if it is not reported.</summary>
    public decimal? Cost { get; }

    /// <summary>The number of input tokens, or <see langword="null"/> if it is not reported.</summary>
    public long? InputTokens { get; }

    /// <summary>The number of output tokens, or <see langword="null"/> if it is not reported.</summary>
    public long? OutputTokens { get; }

    /// <summary>The exception, if no response was received. A response that does not match the result type is charged and not a failure.</summary>
    public Exception? Failure { get; }

    /// <summary>Whether the call may be charged an amount that is not reported: its response has no cost, as those of chats and embeddings of API v2, or it
    /// failed after the API may have received it.</summary>
    public bool IsCostUnknown =>
        Cost is null && Failure is not (OpperApiException or OpperBudgetExceededException or OpperConnectionException { IsRequestUnsent: true });
}
