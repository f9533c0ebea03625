namespace Opper.Batch.Running;

/// <summary>Results whose first one has been awaited. A run that cannot start throws before a file of earlier results is overwritten.</summary>
internal sealed class BegunResults<T> : IAsyncEnumerable<T>, IAsyncDisposable
{
    private readonly IAsyncEnumerator<T> _items;
    private readonly bool _hasFirst;

    private BegunResults(IAsyncEnumerator<T> items, bool hasFirst) => (_items, _hasFirst) = (items, hasFirst);

    public static async Task<BegunResults<T>> BeginAsync(IAsyncEnumerable<T> items, CancellationToken cancellationToken)
    {
        var enumerator = items.GetAsyncEnumerator(cancellationToken);
        try
        {
            return new BegunResults<T>(enumerator, await enumerator.MoveNextAsync().ConfigureAwait(false));
        }
        catch
        {
            await enumerator.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    public async IAsyncEnumerator<T> GetAsyncEnumerator(CancellationToken cancellationToken = default)
    {
        for (var isThere = _hasFirst; isThere; isThere = await _items.MoveNextAsync().ConfigureAwait(false))
        {
            yield return _items.Current;
        }
    }

    public ValueTask DisposeAsync() => _items.DisposeAsync();
}
