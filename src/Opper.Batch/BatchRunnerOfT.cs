using Opper.Batch.Running;

namespace Opper.Batch;

/// <summary>Makes a call for each of many rows. It has no state of a run, so it can be used several times, also concurrently.</summary>
/// <typeparam name="TIn">The type of the inputs.</typeparam>
/// <typeparam name="TOut">The type of the outputs.</typeparam>
public sealed class BatchRunner<TIn, TOut>
{
    private readonly BatchWork<TIn, TOut> _work;
    private readonly BatchOptions _options;

    /// <summary>Creates a runner for any delegate.</summary>
    /// <param name="call">Creates the output of a row. The cost, tokens and rate limit rejections of its Opper calls are counted.</param>
    /// <param name="options">The options, which are copied.</param>
    /// <exception cref="ArgumentException">An option is not valid, or there is a journal without a <see cref="BatchOptions.Fingerprint"/>.</exception>
    public BatchRunner(Func<TIn, CancellationToken, Task<TOut>> call, BatchOptions? options = null)
        : this(new DelegateWork<TIn, TOut>(call), options)
    {
        if (_options is { JournalPath: not null, Fingerprint: null })
        {
            throw new ArgumentException($"A journal needs {nameof(BatchOptions)}.{nameof(BatchOptions.Fingerprint)} for a delegate, because results of an "
                + "earlier version of the code could not be distinguished.", nameof(options));
        }
    }

    internal BatchRunner(BatchWork<TIn, TOut> work, BatchOptions? options)
    {
        _work = work;
        _options = (options ?? new BatchOptions()).Checked();
    }

    /// <summary>
    /// Runs all rows. They are read on demand, so their number is not limited. A failed row is a result with an error; the other rows continue.
    /// After a cancellation, no further rows are started, the results of those in flight are returned, and then an <see cref="OperationCanceledException"/> is
    /// thrown.
    /// </summary>
    /// <param name="inputs">The rows.</param>
    /// <param name="cancellationToken">Cancels the run.</param>
    /// <returns>A result for each row. Ending the enumeration early ends the run.</returns>
    /// <exception cref="OpperBudgetExceededException">The next row could exceed <see cref="BatchOptions.BudgetLimit"/> or an ambient <see cref="OpperBudget"/>;
    /// all previous results have been returned.</exception>
    /// <exception cref="OpperAuthenticationException">The key was rejected, as it would be for all further rows.</exception>
    /// <exception cref="BatchJournalInUseException">Another run with the same fingerprint is using the journal.</exception>
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

    /// <summary>Runs only the first rows, to project the cost and duration of all. With a journal, they are recorded and not called again.</summary>
    /// <param name="inputs">The rows.</param>
    /// <param name="rows">The number of rows to run.</param>
    /// <param name="cancellationToken">Cancels the pilot.</param>
    /// <returns>The basis of projections. Rows that had been recorded before are not included.</returns>
    public async Task<BatchPilot> PilotAsync(IAsyncEnumerable<TIn> inputs, int rows = 20, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, 1);
        var (pilot, time) = (new BatchPilot { Concurrency = _options.MaxConcurrency }, TimeSpan.Zero);
        await foreach (var item in RunAsync(new FirstInputs<TIn>(inputs, rows), cancellationToken).ConfigureAwait(false))
        {
            if (!item.IsReplayed)
            {
                time += item.Duration;
                pilot = pilot with
                {
                    Rows = pilot.Rows + 1,
                    Failed = pilot.Failed + (item.Succeeded ? 0 : 1),
                    Cost = pilot.Cost + item.Cost,
                    MeanDuration = time / (pilot.Rows + 1),
                };
            }
        }

        return pilot;
    }
}
