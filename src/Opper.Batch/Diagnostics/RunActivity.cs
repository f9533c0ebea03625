using System.Diagnostics;

namespace Opper.Batch.Diagnostics;

/// <summary>The activity of a run and, for a sample of its rows, one below it each.</summary>
internal sealed class RunActivity : IDisposable
{
    private readonly Activity? _run;
    private readonly Activity? _unsampled;
    private readonly long _every;

    public RunActivity(string name, double sampling)
    {
        _every = sampling <= 0 ? 0 : Math.Max(1, (long)Math.Round(1 / sampling));
        var outer = Activity.Current;
        _run = BatchTelemetry.Source.StartActivity("batch " + name);
        if (_run is not null)
        {
            // Calls of the other rows get it as their parent: samplers that follow the parent leave them out.
            _unsampled = new Activity("batch.row").SetIdFormat(ActivityIdFormat.W3C).SetParentId(_run.TraceId, _run.SpanId, ActivityTraceFlags.None).Start();
        }

        // The run's caller goes on under its own activity.
        Activity.Current = outer;
    }

    /// <summary>Begins the activity of a row in this asynchronous flow.</summary>
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
        _unsampled?.Dispose();
        _run?.Dispose();
    }
}
