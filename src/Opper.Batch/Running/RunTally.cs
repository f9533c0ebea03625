using System.Runtime.ExceptionServices;
using Opper.Batch.Diagnostics;
using Opper.Batch.Pacing;

namespace Opper.Batch.Running;

/// <summary>Counts the results of a run and reports its progress.</summary>
internal sealed class RunTally : IDisposable
{
    private static readonly KeyValuePair<string, object?> SucceededTag = new("opper.batch.outcome", "succeeded");
    private static readonly KeyValuePair<string, object?> FailedTag = new("opper.batch.outcome", "failed");
    private static readonly KeyValuePair<string, object?> ReplayedTag = new("opper.batch.outcome", "replayed");

    private readonly object _lock = new();
    private readonly BatchOptions _options;
    private readonly ConcurrencyLimit _concurrency;
    private readonly long _started;
    private readonly ITimer? _timer;
    private long _done;
    private long _failed;
    private long _replayed;
    private long _refused;
    private long _tokens;
    private decimal _cost;
    private long _reportedDone;
    private long _reportedAt;
    private ExceptionDispatchInfo? _failure;

    public RunTally(BatchOptions options, ConcurrencyLimit concurrency)
    {
        (_options, _concurrency) = (options, concurrency);
        _started = _reportedAt = options.TimeProvider.GetTimestamp();
        _timer = options.Progress is null
            ? null
            : options.TimeProvider.CreateTimer(static tally => ((RunTally)tally!).ReportOnTime(), this, options.ProgressInterval, options.ProgressInterval);
    }

    public void Add<TIn, TOut>(BatchItem<TIn, TOut> item)
    {
        BatchTelemetry.Rows.Add(1, item.IsReplayed ? ReplayedTag : item.Succeeded ? SucceededTag : FailedTag);
        lock (_lock)
        {
            _done++;
            _failed += item.Succeeded ? 0 : 1;
            if (item.IsReplayed)
            {
                _replayed++;
            }
            else
            {
                _tokens += item.InputTokens + item.OutputTokens;
                _cost += item.Cost;
            }
        }
    }

    public void Refuse()
    {
        BatchTelemetry.Refusals.Add(1);
        Interlocked.Increment(ref _refused);
    }

    public BatchProgress Read()
    {
        lock (_lock)
        {
            var now = _options.TimeProvider.GetTimestamp();
            var (elapsed, recent) = (_options.TimeProvider.GetElapsedTime(_started, now), _options.TimeProvider.GetElapsedTime(_reportedAt, now));
            var progress = new BatchProgress
            {
                Done = _done,
                Failed = _failed,
                Replayed = _replayed,
                Total = _options.Total,
                Refused = Interlocked.Read(ref _refused),
                Rate = recent > TimeSpan.Zero ? (_done - _reportedDone) / recent.TotalSeconds : 0,
                InFlight = _concurrency.InFlight,
                Concurrency = _concurrency.Limit,
                Tokens = _tokens,
                Cost = _cost,
                Elapsed = elapsed,
                Remaining = _options.Total is { } total && _done > _replayed
                    ? Duration.Times(elapsed, Math.Max(0, total - _done) / (double)(_done - _replayed))
                    : null,
            };
            (_reportedDone, _reportedAt) = (_done, now);
            return progress;
        }
    }

    /// <summary>Reports the progress at the end. If the receiver failed before, its exception is thrown.</summary>
    public void Report()
    {
        _failure?.Throw();
        _options.Progress?.Report(Read());
    }

    public void Dispose() => _timer?.Dispose();

    // An exception in a timer would end the process.
    private void ReportOnTime()
    {
        try
        {
            if (_failure is null)
            {
                _options.Progress!.Report(Read());
            }
        }
        catch (Exception exception)
        {
            _failure = ExceptionDispatchInfo.Capture(exception);
        }
    }
}
