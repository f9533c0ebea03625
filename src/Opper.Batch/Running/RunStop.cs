using System.Runtime.InteropServices;

namespace Opper.Batch.Running;

/// <summary>Ends a run: no further rows are started and, after a timeout, the calls in flight are canceled.</summary>
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
            _registrations.Add(token.UnsafeRegister(_ => Stop(new OperationCanceledException("The run was canceled.", token)), null));
        }

        if (options.StopsOnInterrupt)
        {
            _registrations.Add(PosixSignalRegistration.Create(PosixSignal.SIGINT, Interrupt));
            _registrations.Add(PosixSignalRegistration.Create(PosixSignal.SIGTERM, Interrupt));
        }
    }

    /// <summary>Canceled when no further rows may be started.</summary>
    public CancellationToken Stopped => _stop.Token;

    /// <summary>Canceled when calls in flight are aborted.</summary>
    public CancellationToken Aborted => _abort.Token;

    /// <summary>The reason why the run ended before its last row, or <see langword="null"/>.</summary>
    public Exception? Reason => Volatile.Read(ref _reason);

    public void Stop(Exception reason) => Stop(reason, _drainTimeout);

    /// <param name="reason">The reason; only the first one is used.</param>
    /// <param name="drain">How long calls in flight may continue.</param>
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

        // The runtime handles a second signal, which ends the process.
        context.Cancel = true;
        Stop(new OperationCanceledException("The run was interrupted.", _stop.Token));
    }
}
