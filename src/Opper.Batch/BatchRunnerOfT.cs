using Opper.Batch.Running;

namespace Opper.Batch;

/// <summary>Calls something for each of many rows. It holds no state of a run, so it may run several times, and at once.</summary>
/// <typeparam name="TIn">The type of the inputs.</typeparam>
/// <typeparam name="TOut">The type of the outputs.</typeparam>
public sealed class BatchRunner<TIn, TOut>
{
    private readonly BatchWork<TIn, TOut> _work;
    private readonly BatchOptions _options;

    /// <summary>Makes a runner over anything that can be called.</summary>
    /// <param name="call">Makes the output of one row. Calls of Opper within it are counted: their cost, their tokens, and what a rate limit refuses.</param>
    /// <param name="options">How rows are run; a copy is taken.</param>
    /// <exception cref="ArgumentException">An option is not valid; or there is a journal and no <see cref="BatchOptions.Fingerprint"/>.</exception>
    public BatchRunner(Func<TIn, CancellationToken, Task<TOut>> call, BatchOptions? options = null)
        : this(new DelegateWork<TIn, TOut>(call), options)
    {
        if (_options is { JournalPath: not null, Fingerprint: null })
        {
            throw new ArgumentException($"A journal needs {nameof(BatchOptions)}.{nameof(BatchOptions.Fingerprint)} for a delegate: what it does cannot be seen, and results of an older version would be taken for its own.", nameof(options));
        }
    }

    internal BatchRunner(BatchWork<TIn, TOut> work, BatchOptions? options)
    {
        _work = work;
        _options = (options ?? new BatchOptions()).Checked();
    }

    /// <summary>
    /// Runs all rows. They are read as they are needed, so there may be any number. A row that fails is a result with its error; the others go on.
    /// After a cancellation no row is begun any more, the results of those in flight are given, and then an <see cref="OperationCanceledException"/> is thrown.
    /// </summary>
    /// <param name="inputs">The rows.</param>
    /// <param name="cancellationToken">Ends the run.</param>
    /// <returns>One result for each row. Leaving the loop early ends the run.</returns>
    /// <exception cref="OpperBudgetExceededException">The next row might pass <see cref="BatchOptions.BudgetLimit"/> or an ambient <see cref="OpperBudget"/>; all results until then have been given.</exception>
    /// <exception cref="OpperAuthenticationException">The key is not accepted; no further row would be.</exception>
    public IAsyncEnumerable<BatchItem<TIn, TOut>> RunAsync(IAsyncEnumerable<TIn> inputs, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        return new BatchResults<TIn, TOut>(_work, _options, inputs, cancellationToken);
    }

    /// <inheritdoc cref="RunAsync(IAsyncEnumerable{TIn}, CancellationToken)"/>
    public IAsyncEnumerable<BatchItem<TIn, TOut>> RunAsync(IEnumerable<TIn> inputs, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        var options = _options;
        if (options.Total is null && inputs.TryGetNonEnumeratedCount(out var count))
        {
            options = options.Checked();
            options.Total = count;
        }

        return new BatchResults<TIn, TOut>(_work, options, new ListedInputs<TIn>(inputs), cancellationToken);
    }
}
