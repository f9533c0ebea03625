namespace Opper.Batch.Running;

/// <summary>The results of a run, which starts with each enumeration.</summary>
internal sealed class BatchResults<TIn, TOut>(BatchWork<TIn, TOut> work, BatchOptions options, IAsyncEnumerable<TIn> inputs, CancellationToken runToken)
    : IAsyncEnumerable<BatchItem<TIn, TOut>>
{
    public async IAsyncEnumerator<BatchItem<TIn, TOut>> GetAsyncEnumerator(CancellationToken cancellationToken = default)
    {
        using var run = new BatchRun<TIn, TOut>(work, options, runToken, cancellationToken);
        await foreach (var item in run.ResultsAsync(inputs).ConfigureAwait(false))
        {
            yield return item;
        }
    }
}
