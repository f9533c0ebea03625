namespace Opper.Batch.Running;

/// <summary>Rows that are at hand, one after another.</summary>
internal sealed class ListedInputs<T>(IEnumerable<T> inputs) : IAsyncEnumerable<T>
{
    public async IAsyncEnumerator<T> GetAsyncEnumerator(CancellationToken cancellationToken = default)
    {
        await Task.CompletedTask.ConfigureAwait(false);
        foreach (var input in inputs)
        {
            yield return input;
        }
    }
}
