using Opper.Batch.Diagnostics;

namespace Opper.Batch.Running;

/// <summary>Makes the calls of a row until it has a result.</summary>
internal sealed class RowCaller<TIn, TOut>(PreparedWork<TIn, TOut> work, BatchOptions options, RunStop stop, RunLimits limits, RunActivity activity)
{
    /// <returns>The result, or <see langword="null"/> if the run ended before.</returns>
    public async Task<BatchItem<TIn, TOut>?> CallAsync(BatchRow<TIn, TOut> row, RowMeter meter)
    {
        using var rowActivity = activity.StartRow(row.Index);
        using var observed = meter.Observe();
        for (var (attempt, failures) = (1, 0); ; attempt++)
        {
            var started = options.TimeProvider.GetTimestamp();
            try
            {
                var estimate = await limits.WaitForRatesAsync(stop.Stopped).ConfigureAwait(false);
                started = options.TimeProvider.GetTimestamp();
                var output = await work.Call(row.Input, stop.Aborted).ConfigureAwait(false);
                var duration = options.TimeProvider.GetElapsedTime(started);
                limits.Succeeded(row.Turn, duration, meter.InputTokens + meter.OutputTokens, estimate);
                return await ItemAsync(row, meter, attempt, duration, output, error: null).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (stop.Stopped.IsCancellationRequested)
            {
                return null;
            }
            catch (Exception exception) when (exception is OpperBudgetExceededException or OpperAuthenticationException)
            {
                // All further rows would fail with it too.
                stop.Stop(exception);
                return null;
            }
            catch (OpperRateLimitException refusal)
            {
                var again = limits.Refused(row.Turn, started, refusal.RetryAfter);
                if (again ? !await WaitToRepeatAsync(row, refusal.RetryAfter).ConfigureAwait(false) : stop.Stopped.IsCancellationRequested)
                {
                    return null;
                }

                if (!again)
                {
                    return await ItemAsync(row, meter, attempt, options.TimeProvider.GetElapsedTime(started), default,
                        BatchError.Of(refusal)).ConfigureAwait(false);
                }
            }
            catch (Exception exception)
            {
                if (++failures >= options.MaxAttempts || stop.Stopped.IsCancellationRequested)
                {
                    rowActivity?.SetTag("error.type", exception.GetType().FullName);
                    return await ItemAsync(row, meter, attempt, options.TimeProvider.GetElapsedTime(started), default,
                        BatchError.Of(exception)).ConfigureAwait(false);
                }
            }
        }
    }

    /// <returns>Whether the run continues.</returns>
    private async Task<bool> WaitToRepeatAsync(BatchRow<TIn, TOut> row, TimeSpan? retryAfter)
    {
        try
        {
            await limits.WaitToRepeatAsync(row, retryAfter, stop.Stopped).ConfigureAwait(false);
            return !stop.Stopped.IsCancellationRequested;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private async ValueTask<BatchItem<TIn, TOut>> ItemAsync(BatchRow<TIn, TOut> row, RowMeter meter, int attempt, TimeSpan duration,
        TOut? output, BatchError? error)
    {
        await meter.PriceAsync(work.Prices).ConfigureAwait(false);
        return new BatchItem<TIn, TOut>(row.Index, row.Input)
        {
            Output = output,
            Error = error,
            Attempts = attempt,
            Cost = meter.Cost,
            InputTokens = meter.InputTokens,
            OutputTokens = meter.OutputTokens,
            Duration = duration,
        };
    }
}
