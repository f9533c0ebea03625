using System.Text.Json;

namespace Opper.Batch.Orleans;

/// <summary>A job over rows of one type.</summary>
/// <typeparam name="TIn">The type of the inputs.</typeparam>
/// <typeparam name="TOut">The type of the outputs.</typeparam>
/// <param name="name">The name of the job.</param>
public sealed class BatchJob<TIn, TOut>(string name) : BatchJob(name)
{
    /// <summary>Reads the rows of a partition, counted from 0: the same rows in the same order, whichever silo asks, and however often.</summary>
    public required Func<int, IAsyncEnumerable<TIn>> Read { get; init; }

    /// <summary>Makes the output of one row. Calls of Opper within it are counted.</summary>
    public required Func<TIn, CancellationToken, Task<TOut>> Call { get; init; }

    /// <summary>How inputs and outputs are written. Default: System.Text.Json's defaults.</summary>
    public JsonSerializerOptions? SerializerOptions { get; init; }

    /// <summary>Reads the results that there are, each row once, of all partitions.</summary>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>The results in no order. <see cref="BatchItem{TIn, TOut}.Index"/> is the place of the row in its partition.</returns>
    public IAsyncEnumerable<BatchItem<TIn, TOut>> ReadResultsAsync(CancellationToken cancellationToken = default)
        => PartitionFile<TIn, TOut>.ReadAllAsync(this, cancellationToken);

    internal override Task RunAsync(SiloRun run, CancellationToken cancellationToken) => new SiloWork<TIn, TOut>(this, run).RunAsync(cancellationToken);
}
