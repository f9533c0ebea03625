using System.Runtime.InteropServices;

namespace Opper.Batch.Running;

/// <summary>Ends a run: first no row is begun any more, then, after a time, the calls in flight are cancelled.</summary>
internal sealed class RunStop : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenSource _abort;
    private readonly TimeSpan _drainTimeout;
    private readonly List<IDisposable> _registrations = [];
    private Exception? _reason;

    public RunStop(BatchOptions options, params CancellationToken[] tokens)
    {
        _drainTimeout = options.DrainTimeout;
        _abort = new CancellationTokenSource(Timeout.InfiniteTimeSpan, options.TimeProvider);
        foreach (var token in tokens.Distinct())
        {
            _registrations.Add(token.UnsafeRegister(_ => Stop(new OperationCanceledException("The run was cancelled.", token)), null));
        }

        if (options.StopsOnInterrupt)
        {
            _registrations.Add(PosixSignalRegistration.Create(PosixSignal.SIGINT, Interrupt));
            _registrations.Add(PosixSignalRegistration.Create(PosixSignal.SIGTERM, Interrupt));
        }
    }

    /// <summary>Is cancelled when no row may be begun any more.</summary>
    public CancellationToken Stopped => _stop.Token;

    /// <summary>Is cancelled when calls in flight are given up.</summary>
    public CancellationToken Aborted => _abort.Token;

    /// <summary>Why the run ended before its last row, or <see langword="null"/>.</summary>
    public Exception? Reason => Volatile.Read(ref _reason);

    public void Stop(Exception reason) => Stop(reason, _drainTimeout);

    /// <param name="reason">Why; the first reason counts.</param>
    /// <param name="drain">How long calls in flight may still take.</param>
    public void Stop(Exception reason, TimeSpan drain)
    {
        if (Interlocked.CompareExchange(ref _reason, reason, null) is null || drain == TimeSpan.Zero)
        {
            _abort.CancelAfter(drain);
            _stop.Cancel();
        }
    }

    public void Dispose()
    {
        _registrations.ForEach(static registration => registration.Dispose());
        _stop.Dispose();
        _abort.Dispose();
    }

    private void Interrupt(PosixSignalContext context)
    {
        if (_stop.IsCancellationRequested)
        {
            return;
        }

        // A second one is left to the runtime, which ends the process.
        context.Cancel = true;
        Stop(new OperationCanceledException("The run was interrupted.", _stop.Token));
    }
}
