namespace Opper.Batch.Running;

/// <summary>The first rows of a sequence.</summary>
internal sealed class FirstInputs<T>(IAsyncEnumerable<T> inputs, int count) : IAsyncEnumerable<T>
{
    public async IAsyncEnumerator<T> GetAsyncEnumerator(CancellationToken cancellationToken = default)
    {
        var left = count;
        await foreach (var input in inputs.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            yield return input;
            if (--left == 0)
            {
                yield break;
            }
        }
    }
}
