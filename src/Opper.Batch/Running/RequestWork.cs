using Opper.Batch.Budgets;

namespace Opper.Batch.Running;

/// <summary>
/// A task call or a chat completion. The whole request identifies a row, so instructions, model and examples are part of the key; where requests differ by
/// their input alone, what they share is part of the fingerprint, and written once.
/// </summary>
internal sealed class RequestWork<TIn, TOut, TRequest> : BatchWork<TIn, TOut>
    where TRequest : class
{
    private readonly OpperClient _opper;
    private readonly Func<TIn, TRequest> _request;
    private readonly Func<TRequest, CancellationToken, Task<TOut>> _call;
    private readonly TRequest? _shared;

    /// <param name="opper">The client.</param>
    /// <param name="name">How runs are named.</param>
    /// <param name="request">Creates the request of a row.</param>
    /// <param name="call">Sends it.</param>
    /// <param name="shared">All requests without their inputs, if they differ by these alone.</param>
    public RequestWork(OpperClient opper, string name, Func<TIn, TRequest> request, Func<TRequest, CancellationToken, Task<TOut>> call, TRequest? shared = null)
    {
        ArgumentNullException.ThrowIfNull(opper);
        ArgumentNullException.ThrowIfNull(request);
        (_opper, Name, _request, _call, _shared) = (opper, name, request, call, shared);
    }

    public override string Name { get; }

    public override object? KeyOf(TIn input) => _shared is null ? _request(input) : input;

    public override ValueTask<PreparedWork<TIn, TOut>> PrepareAsync(CancellationToken cancellationToken) =>
        new(new PreparedWork<TIn, TOut>($"{Name} {SchemaText} {(_shared is null ? null : RawJson.From(_shared).GetRawText())}",
            (input, token) => _call(_request(input), token), new ModelPrices(_opper)));
}
