using System.Text.Json;

namespace Opper.Batch.Orleans;

/// <summary>A job over rows of one type.</summary>
/// <typeparam name="TIn">The type of the inputs.</typeparam>
/// <typeparam name="TOut">The type of the outputs.</typeparam>
/// <param name="name">The name of the job.</param>
public sealed class BatchJob<TIn, TOut>(string name) : BatchJob(name)
{
    /// <summary>Reads the rows of a partition by its zero-based index. It must return the same rows in the same order each time and on each silo; a
    /// job that is resumed ends if a recorded row has become another one.</summary>
    public required Func<int, IAsyncEnumerable<TIn>> Read { get; init; }

    /// <summary>Creates the output of a row. The cost and tokens of its Opper calls are counted.</summary>
    public required Func<TIn, CancellationToken, Task<TOut>> Call { get; init; }

    /// <summary>The serializer options for inputs and outputs in the files of the results. Default: as with
    /// <see cref="BatchOptions.SerializerOptions"/>.</summary>
    public JsonSerializerOptions? SerializerOptions { get; init; }

    /// <summary>Reads the results of all partitions that have been recorded so far, once for each row.</summary>
    /// <param name="cancellationToken">Cancels reading.</param>
    /// <exception cref="InvalidOperationException">The folder has the results of another job.</exception>
    /// <exception cref="InvalidDataException">The results are of other types.</exception>
    /// <returns>The results, unordered. <see cref="BatchItem{TIn, TOut}.Index"/> is the index of the row in its partition.</returns>
    public IAsyncEnumerable<BatchItem<TIn, TOut>> ReadResultsAsync(CancellationToken cancellationToken = default) =>
        PartitionFile<TIn, TOut>.ReadAllAsync(this, cancellationToken);

    internal override void Validate()
    {
        base.Validate();
        ArgumentNullException.ThrowIfNull(Read);
        ArgumentNullException.ThrowIfNull(Call);
    }

    internal override Task RunAsync(SiloRun run, CancellationToken cancellationToken) => new SiloWork<TIn, TOut>(this, run).RunAsync(cancellationToken);
}
