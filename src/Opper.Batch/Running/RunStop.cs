using System.Runtime.InteropServices;

namespace Opper.Batch.Running;

/// <summary>Ends a run: no further rows are started and, after a timeout, the calls in flight are canceled.</summary>
internal sealed class RunStop : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenSource _abort = new();
    private readonly ITimer _aborting;
    private readonly TimeSpan _drainTimeout;
    private readonly List<IDisposable> _registrations = [];
    private Exception? _reason;

    public RunStop(BatchOptions options, params CancellationToken[] tokens)
    {
        _drainTimeout = options.DrainTimeout;
        _aborting = options.TimeProvider.CreateTimer(_ => Cancel(_abort), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
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
            // In this order, because a call that is aborted is no failed row only if the run has stopped. Callbacks run meanwhile, however long they take.
            Cancel(_stop);
            _aborting.Change(drain, Timeout.InfiniteTimeSpan);
        }
    }

    public void Dispose()
    {
        _registrations.ForEach(static registration => registration.Dispose());
        _aborting.Dispose();
        _stop.Dispose();
        _abort.Dispose();
    }

    // Inputs and calls may have registered callbacks that throw. In a timer, that would end the process.
    private static void Cancel(CancellationTokenSource source)
    {
        try
        {
            source.CancelAsync().ContinueWith(static callbacks => callbacks.Exception, CancellationToken.None, TaskContinuationOptions.None,
                TaskScheduler.Default);
        }
        catch (ObjectDisposedException)
        {
        }
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
