using System.Runtime.ExceptionServices;
using System.Threading.Channels;
using Opper.Batch.Budgets;
using Opper.Batch.Diagnostics;
using Opper.Batch.Pacing;

namespace Opper.Batch.Running;

/// <summary>
/// One run: a feeder reads the inputs and starts a row when the window, the limits and the budget allow it; each row runs concurrently, is recorded and
/// releases its resources, and its result is passed to the reader.
/// </summary>
internal sealed class BatchRun<TIn, TOut> : IDisposable
{
    private readonly BatchWork<TIn, TOut> _work;
    private readonly BatchOptions _options;
    private readonly Channel<BatchItem<TIn, TOut>> _results =
        Channel.CreateUnbounded<BatchItem<TIn, TOut>>(new UnboundedChannelOptions { SingleReader = true });
    private readonly TaskCompletionSource _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SemaphoreSlim _window;
    private readonly RunStop _stop;
    private readonly RunActivity _activity;
    private readonly RunTally _tally;
    private readonly RunLimits _limits;
    private readonly BudgetAccount? _budget;
    private RowCaller<TIn, TOut>? _caller;
    private RowRecorder<TIn, TOut>? _recorder;

    // Includes the feeder.
    private int _pending = 1;

    public BatchRun(BatchWork<TIn, TOut> work, BatchOptions options, params CancellationToken[] tokens)
    {
        (_work, _options) = (work, options);
        _window = new SemaphoreSlim(options.Window);
        _stop = new RunStop(options, tokens);
        _activity = new RunActivity(options.Name ?? work.Name, options.ActivitySampling);
        var concurrency = new ConcurrencyLimit(options.InitialConcurrency, options.MaxConcurrency, options.IsAdaptive, options.TimeProvider);
        _tally = new RunTally(options, concurrency);
        _limits = new RunLimits(options, concurrency, _tally);
        _budget = options.BudgetLimit is { } limit ? new BudgetAccount(limit) : null;
    }

    public async IAsyncEnumerable<BatchItem<TIn, TOut>> ResultsAsync(IAsyncEnumerable<TIn> inputs)
    {
        var feeding = Task.Run(() => FeedAsync(inputs), CancellationToken.None);
        try
        {
            var order = new ResultOrder<TIn, TOut>(_options);
            while (await _results.Reader.WaitToReadAsync(CancellationToken.None).ConfigureAwait(false))
            {
                while (_results.Reader.TryRead(out var item))
                {
                    for (order.Add(item); order.TryTake(out var next);)
                    {
                        _window.Release();
                        yield return next;
                    }
                }
            }

            // The results of a canceled run have gaps.
            foreach (var rest in order.Rest())
            {
                yield return rest;
            }
        }
        finally
        {
            // Without a journal, the results of calls in flight would be lost once the reader has stopped.
            _stop.Stop(new OperationCanceledException("The enumeration of the results was ended."),
                _options.JournalPath is null ? TimeSpan.Zero : _options.DrainTimeout);
            await feeding.ConfigureAwait(false);
        }

        if (await feeding.ConfigureAwait(false) is { } reason)
        {
            ExceptionDispatchInfo.Throw(reason);
        }
    }

    public void Dispose()
    {
        _stop.Dispose();
        _tally.Dispose();
        _limits.Dispose();
        _activity.Dispose();
        _window.Dispose();
    }

    /// <returns>The reason why the run ended before its last row, or <see langword="null"/>.</returns>
    private async Task<Exception?> FeedAsync(IAsyncEnumerable<TIn> inputs)
    {
        try
        {
            var prepared = await _work.PrepareAsync(_stop.Stopped).ConfigureAwait(false);
            _recorder = _options.JournalPath is null
                ? null
                : await RowRecorder<TIn, TOut>.OpenAsync(_work, prepared.Fingerprint, _options, Recorded, _stop.Stopped).ConfigureAwait(false);
            _caller = new RowCaller<TIn, TOut>(prepared, _options, _stop, _limits, _activity);
            await BeginRowsAsync(inputs).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_stop.Stopped.IsCancellationRequested)
        {
        }
        catch (Exception exception)
        {
            // For example, an input that cannot be read.
            _stop.Stop(exception);
        }

        Leave();
        await _drained.Task.ConfigureAwait(false);
        try
        {
            if (_recorder is not null)
            {
                await _recorder.DisposeAsync().ConfigureAwait(false);
            }

            var reason = _stop.Reason;
            _activity.End(_tally.Read(), reason);
            _tally.Report();
            return reason;
        }
        finally
        {
            // Otherwise, the reader would wait forever if the journal cannot be closed, or the receiver of the progress throws.
            _results.Writer.Complete();
        }
    }

    private async Task BeginRowsAsync(IAsyncEnumerable<TIn> inputs)
    {
        var index = 0L;
        await foreach (var input in inputs.WithCancellation(_stop.Stopped).ConfigureAwait(false))
        {
            await _window.WaitAsync(_stop.Stopped).ConfigureAwait(false);
            var row = new BatchRow<TIn, TOut>(index++, input);
            if (_recorder is not null && !_recorder.Begin(row))
            {
                // The row waits for an equal one in flight, or was recorded before.
                Deliver(row);
                continue;
            }

            if (!await _limits.BeginAsync(_budget, row, _stop.Stopped).ConfigureAwait(false))
            {
                _stop.Stop(new OpperBudgetExceededException(_budget!.Limit, _budget.Spent));
                return;
            }

            BatchTelemetry.InFlight.Add(1);
            Interlocked.Increment(ref _pending);
            ThreadPool.QueueUserWorkItem(static begun => _ = begun.Run.RunAsync(begun.Row), (Run: this, Row: row), preferLocal: false);
        }
    }

    private async Task RunAsync(BatchRow<TIn, TOut> row)
    {
        try
        {
            var meter = new RowMeter();
            row.Result = await _caller!.CallAsync(row, meter).ConfigureAwait(false);
            if (_budget is { IsCostKnown: false } && meter.IsAnswerUnpriced && _options.MaxRowCost is null)
            {
                _stop.Stop(new NotSupportedException($"The budget cannot be kept: the response of row {row.Index} reports no cost, and the price of its model "
                    + $"is not known. Set {nameof(BatchOptions)}.{nameof(BatchOptions.MaxRowCost)}."));
            }

            _budget?.Settle(row.Reserved, meter.IsCostUnknown ? null : meter.Cost);
        }
        catch (Exception exception)
        {
            // An error of the run itself, because errors of calls are results. Without this, the run would never end.
            _stop.Stop(exception);
        }

        if (row.Result is null || _recorder is null)
        {
            Finish(row);
            return;
        }

        _recorder.Record(row);
    }

    private void Recorded(BatchRow<TIn, TOut> row, Exception? failure)
    {
        if (failure is not null)
        {
            row.Result = null;
            _stop.Stop(failure);
        }

        Finish(row);
    }

    // The slot is released only now, so that a killed process repeats no more rows than it had slots.
    private void Finish(BatchRow<TIn, TOut> row)
    {
        try
        {
            _recorder?.End(row);
            Deliver(row);
            if (row.Followers is { } followers)
            {
                foreach (var follower in followers)
                {
                    follower.Result = row.Result is { } result ? follower.Replay(result) : null;
                    Deliver(follower);
                }
            }

            BatchTelemetry.InFlight.Add(-1);
        }
        catch (Exception exception)
        {
            // A listener of the meter may throw. Without this, the run would never end.
            _stop.Stop(exception);
        }
        finally
        {
            _limits.End();
            Leave();
        }
    }

    private void Deliver(BatchRow<TIn, TOut> row)
    {
        if (row.Result is { } result)
        {
            _tally.Add(result);
            _results.Writer.TryWrite(result);
        }
    }

    private void Leave()
    {
        if (Interlocked.Decrement(ref _pending) == 0)
        {
            _drained.TrySetResult();
        }
    }
}
