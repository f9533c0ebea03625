using System.Collections.Concurrent;
using Opper.Batch.Budgets;
using Opper.Chat;
using Opper.Functions;

namespace Opper.Batch;

/// <summary>
/// A limit of what the calls of models may cost that are made while it is ambient: <c>using (budget.Begin())</c>. Before each call a share is reserved, and replaced by the cost that
/// the answer names; a call that might pass the limit is not sent and throws an <see cref="OpperBudgetExceededException"/>. A call whose answer reports no cost, such as a chat of API v2,
/// counts as the dearest so far, or as what is reserved for it. One budget may be ambient in several places at
/// once, and several budgets in one place. Thread-safe.
/// </summary>
public sealed class OpperBudget : OpperCallObserver
{
    private const decimal FirstCallCost = 0.01m;

    private readonly BudgetAccount _whole;
    private readonly ConcurrentDictionary<string, BudgetAccount> _byTag = new(StringComparer.Ordinal);

    /// <summary>Makes a budget.</summary>
    /// <param name="limit">The limit in USD.</param>
    /// <exception cref="ArgumentOutOfRangeException">The limit is negative.</exception>
    public OpperBudget(decimal limit)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(limit);
        _whole = new BudgetAccount(limit);
    }

    /// <summary>The limit in USD.</summary>
    public decimal Limit => _whole.Limit;

    /// <summary>
    /// The most that one call can cost, in USD, which is what is reserved for it; with it the limit is never passed. Default: the most that a call has cost so far, and 0.01 before any.
    /// </summary>
    public decimal? MaxCallCost { get; init; }

    /// <summary>
    /// The tag by whose value calls are counted, such as <c>customer</c>: each value has the whole limit for itself. Calls without the tag are counted together. Default: none, all calls are counted together.
    /// </summary>
    public string? Tag { get; init; }

    /// <summary>What the calls cost so far, in USD.</summary>
    public decimal Spent => _whole.Spent + _byTag.Values.Sum(static account => account.Spent);

    /// <summary>What is reserved for calls in flight, in USD.</summary>
    public decimal Reserved => _whole.Reserved + _byTag.Values.Sum(static account => account.Reserved);

    /// <summary>Makes the budget ambient for the calls that follow in this asynchronous flow.</summary>
    /// <returns>What ends it when it is disposed.</returns>
    public IDisposable Begin() => Observe();

    /// <summary>What the calls of one value of <see cref="Tag"/> cost so far.</summary>
    /// <param name="tagValue">The value.</param>
    /// <returns>The cost in USD.</returns>
    public decimal SpentBy(string tagValue)
    {
        ArgumentNullException.ThrowIfNull(tagValue);
        return _byTag.TryGetValue(tagValue, out var account) ? account.Spent : 0;
    }

    /// <inheritdoc/>
    protected override object? OnStarting(object? request)
    {
        var account = ValueOfTag(request) is { } value ? _byTag.GetOrAdd(value, static (_, limit) => new BudgetAccount(limit), Limit) : _whole;
        return account.TryReserve(MaxCallCost, FirstCallCost, out var amount)
            ? new Reservation(account, amount)
            : throw new OpperBudgetExceededException(Limit, account.Spent + account.Reserved);
    }

    /// <inheritdoc/>
    protected override void OnEnded(object? state, OpperCallUsage usage)
    {
        ArgumentNullException.ThrowIfNull(usage);
        var reservation = (Reservation)state!;
        if (usage is { Cost: null, IsCostUnknown: false })
        {
            reservation.Account.Release(reservation.Amount);
        }
        else
        {
            reservation.Account.Settle(reservation.Amount, usage.Cost);
        }
    }

    private string? ValueOfTag(object? request) => Tag is null ? null : request switch
    {
        CallRequest call => call.Tags?.GetValueOrDefault(Tag),
        CallFunctionRequest call => call.Tags?.GetValueOrDefault(Tag),
        ChatCompletionRequest chat => chat.Tags?.GetValueOrDefault(Tag)?.ToString(),
        _ => null,
    };

    private sealed record Reservation(BudgetAccount Account, decimal Amount);
}
