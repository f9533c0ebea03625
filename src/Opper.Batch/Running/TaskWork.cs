namespace Opper.Batch.Running;

/// <summary>A task call. Its whole request identifies a row, so instructions, model and examples are part of it.</summary>
internal sealed class TaskWork<TIn, TOut> : BatchWork<TIn, TOut>
{
    private readonly OpperClient _opper;
    private readonly Func<TIn, CallRequest> _request;

    public TaskWork(OpperClient opper, Func<TIn, CallRequest> request)
    {
        ArgumentNullException.ThrowIfNull(opper);
        ArgumentNullException.ThrowIfNull(request);
        (_opper, _request) = (opper, request);
    }

    public override string Name => "task";

    public override object? KeyOf(TIn input) => _request(input);

    public override ValueTask<PreparedWork<TIn, TOut>> PrepareAsync(CancellationToken cancellationToken)
        => new(new PreparedWork<TIn, TOut>("task " + SchemaText, async (input, token) => (await _opper.CallAsync<TOut>(_request(input), cancellationToken: token).ConfigureAwait(false)).Value));
}
