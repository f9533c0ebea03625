namespace Opper.Batch.Running;

/// <summary>A task call or a chat completion. A row is identified by the entire request, so instructions, model and examples are part of the key.</summary>
internal sealed class RequestWork<TIn, TOut, TRequest> : BatchWork<TIn, TOut>
    where TRequest : class
{
    private readonly Func<TIn, TRequest> _request;
    private readonly Func<TRequest, CancellationToken, Task<TOut>> _call;

    public RequestWork(string name, Func<TIn, TRequest> request, Func<TRequest, CancellationToken, Task<TOut>> call)
    {
        ArgumentNullException.ThrowIfNull(request);
        (Name, _request, _call) = (name, request, call);
    }

    public override string Name { get; }

    public override object? KeyOf(TIn input) => _request(input);

    public override ValueTask<PreparedWork<TIn, TOut>> PrepareAsync(CancellationToken cancellationToken) =>
        new(new PreparedWork<TIn, TOut>($"{Name} {SchemaText}", (input, token) => _call(_request(input), token)));
}
