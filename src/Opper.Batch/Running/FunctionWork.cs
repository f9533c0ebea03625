using System.Text.Json;
using Opper.Batch.Budgets;
using Opper.Functions;

namespace Opper.Batch.Running;

/// <summary>A managed function, with the revision at the start of the run; otherwise an update in between would mix the responses of two revisions.</summary>
internal sealed class FunctionWork<TIn, TOut> : BatchWork<TIn, TOut>
{
    private readonly OpperClient _opper;
    private readonly string _name;
    private readonly string? _revisionId;

    public FunctionWork(OpperClient opper, string name, string? revisionId)
    {
        ArgumentNullException.ThrowIfNull(opper);
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        (_opper, _name, _revisionId) = (opper, name, revisionId);
    }

    public override string Name => _name;

    public override async ValueTask<PreparedWork<TIn, TOut>> PrepareAsync(CancellationToken cancellationToken)
    {
        var functions = _opper.Functions;
        var function = await functions.GetByNameAsync(_name, cancellationToken: cancellationToken).ConfigureAwait(false);
        return (_revisionId ?? function.RevisionId) is { Length: > 0 } revision
            ? new($"function {function.Id} {revision}", async (input, token) => (await functions.CallRevisionAsync<TOut>(function.Id, revision,
                new CallFunctionRequest { Input = input }, cancellationToken: token).ConfigureAwait(false)).Value, new ModelPrices(_opper))
            : new($"function {JsonSerializer.Serialize(function)}",
                async (input, token) => (await functions.CallAsync<TOut>(function.Id, new CallFunctionRequest { Input = input },
                    cancellationToken: token).ConfigureAwait(false)).Value, new ModelPrices(_opper));
    }
}
