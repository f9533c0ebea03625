namespace Opper.Batch.Running;

internal sealed class DelegateWork<TIn, TOut> : BatchWork<TIn, TOut>
{
    private readonly Func<TIn, CancellationToken, Task<TOut>> _call;

    public DelegateWork(Func<TIn, CancellationToken, Task<TOut>> call)
    {
        ArgumentNullException.ThrowIfNull(call);
        _call = call;
    }

    public override string Name => "batch";

    public override ValueTask<PreparedWork<TIn, TOut>> PrepareAsync(CancellationToken cancellationToken) => new(new PreparedWork<TIn, TOut>("delegate", _call));
}
