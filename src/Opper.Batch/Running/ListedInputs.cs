namespace Opper.Batch.Running;

/// <summary>Rows in memory as an asynchronous sequence.</summary>
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
