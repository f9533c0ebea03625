namespace Opper;

/// <summary>Thrown when a call is not sent because it could exceed a budget.</summary>
public sealed class OpperBudgetExceededException : OpperException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="limit">The limit in USD.</param>
    /// <param name="spent">The amount spent or reserved, in USD.</param>
    public OpperBudgetExceededException(decimal limit, decimal spent)
        : base(FormattableString.Invariant($"The call was not sent: {spent} USD of the budget of {limit} USD are spent or reserved by calls in flight, ")
            + "and the call could cost more than the rest.")
    {
        Limit = limit;
        Spent = spent;
    }

    /// <summary>The limit in USD.</summary>
    public decimal Limit { get; }

    /// <summary>The amount spent, or reserved by calls in flight, in USD.</summary>
    public decimal Spent { get; }
}
