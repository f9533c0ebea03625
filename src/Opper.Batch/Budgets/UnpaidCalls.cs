namespace Opper.Batch.Budgets;

internal static class UnpaidCalls
{
    /// <summary>Whether a call surely cost nothing: the API refused it, or never had it. One that timed out may have been worked on.</summary>
    public static bool IsUnpaid(this OpperCallUsage usage)
        => usage.Failure is OpperApiException or OpperBudgetExceededException or OpperConnectionException { IsRequestUnsent: true };
}
