using System.Diagnostics;

namespace Opper.Batch.Diagnostics;

/// <summary>The activity of a run, with child activities for a sample of its rows.</summary>
internal sealed class RunActivity : IDisposable
{
    private const double LeastSampling = 1e-15;

    private readonly Activity? _run;
    private readonly Activity? _unsampled;
    private readonly long _every;

    public RunActivity(string name, double sampling)
    {
        // A smaller share than that of one row in a quadrillion is that of none but the first.
        _every = sampling <= 0 ? 0 : (long)Math.Round(1 / Math.Max(sampling, LeastSampling));
        var outer = Activity.Current;
        _run = BatchTelemetry.Source.StartActivity("batch " + name);
        if (_run is not null)
        {
            // Calls of the other rows have it as their parent, so parent-based samplers omit them.
            _unsampled = new Activity("batch.row").SetIdFormat(ActivityIdFormat.W3C).SetParentId(_run.TraceId, _run.SpanId, ActivityTraceFlags.None).Start();
        }

        // The activity of the caller remains current for the caller.
        Activity.Current = outer;
    }

    /// <summary>Starts the activity of a row in this asynchronous flow.</summary>
    public Activity? StartRow(long index)
    {
        if (_run is null)
        {
            return null;
        }

        if (_every == 0 || index % _every != 0)
        {
            Activity.Current = _unsampled;
            return null;
        }

        return BatchTelemetry.Source.StartActivity("batch.row", ActivityKind.Internal, _run.Context)?.SetTag("opper.batch.index", index);
    }

    public void End(BatchProgress progress, Exception? failure)
    {
        if (_run is null)
        {
            return;
        }

        _run.SetTag("opper.batch.rows", progress.Done).SetTag("opper.batch.failed", progress.Failed).SetTag("opper.batch.replayed", progress.Replayed)
            .SetTag("opper.batch.refused", progress.Refused).SetTag("opper.batch.tokens", progress.Tokens).SetTag("opper.cost", (double)progress.Cost);
        if (failure is not null)
        {
            _run.SetTag("error.type", failure.GetType().FullName).SetStatus(ActivityStatusCode.Error);
        }
    }

    public void Dispose()
    {
        // Ending an activity makes its predecessor current, but the reader of the results may have another one by now.
        var current = Activity.Current;
        _unsampled?.Dispose();
        _run?.Dispose();
        Activity.Current = current;
    }
}
