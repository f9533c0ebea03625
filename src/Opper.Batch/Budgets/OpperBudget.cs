using System.Collections.Concurrent;
using Opper.Batch.Budgets;
using Opper.Chat;
using Opper.Functions;

namespace Opper.Batch;

/// <summary>
/// A limit on the cost of model calls that are made while it is ambient: <c>using (budget.Begin())</c>. Before each call, an amount is reserved, and then
/// replaced by the cost that
/// the response reports; a call that could exceed the limit is not sent and throws an <see cref="OpperBudgetExceededException"/>. A call whose answer reports
/// no cost, such as a chat of API v2,
/// counts as the dearest so far, or as what is reserved for it. One budget can be ambient in several flows at
/// once, and several budgets in one flow. Thread-safe.
/// </summary>
public sealed class OpperBudget : OpperCallObserver
{
    private const decimal FirstCallCost = 0.01m;

    private readonly BudgetAccount _whole;
    private readonly ConcurrentDictionary<string, BudgetAccount> _byTag = new(StringComparer.Ordinal);

    /// <summary>Creates a budget.</summary>
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
    /// The maximum cost of a call in USD, which is reserved for it; with it, the limit is never exceeded. Default: the highest cost of a call so far, initially
    /// 0.01.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public decimal? MaxCallCost
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value ?? 0, nameof(MaxCallCost));
            field = value;
        }
    }

    /// <summary>
    /// The tag by whose value calls are grouped, such as <c>customer</c>: the limit applies to each value separately. Calls without the tag form one group.
    /// Default: none, all calls form one group.
    /// </summary>
    public string? Tag { get; init; }

    /// <summary>The cost of the calls so far, in USD.</summary>
    public decimal Spent => _whole.Spent + _byTag.Values.Sum(static account => account.Spent);

    /// <summary>The amount reserved for calls in flight, in USD.</summary>
    public decimal Reserved => _whole.Reserved + _byTag.Values.Sum(static account => account.Reserved);

    /// <summary>Makes the budget ambient for subsequent calls in this asynchronous flow.</summary>
    /// <returns>A scope that ends when it is disposed.</returns>
    public IDisposable Begin() => Observe();

    /// <summary>The cost of the calls with a value of <see cref="Tag"/> so far.</summary>
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
