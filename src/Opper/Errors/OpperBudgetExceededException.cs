namespace Opper;

/// <summary>A call was not sent because it might have passed the limit of a budget.</summary>
public sealed class OpperBudgetExceededException : OpperException
{
    /// <summary>Makes the exception.</summary>
    /// <param name="limit">The limit in USD.</param>
    /// <param name="spent">What is spent or reserved of it, in USD.</param>
    public OpperBudgetExceededException(decimal limit, decimal spent)
        : base(FormattableString.Invariant($"The call was not sent: {spent} USD of a budget of {limit} USD are spent or reserved by calls in flight, and it might cost more than the rest."))
    {
        Limit = limit;
        Spent = spent;
    }

    /// <summary>The limit in USD.</summary>
    public decimal Limit { get; }

    /// <summary>What was spent, or reserved by calls in flight, in USD.</summary>
    public decimal Spent { get; }
}
