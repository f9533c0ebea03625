using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Opper.Benchmarks.Server;

/// <summary>Waits to a tenth of a millisecond: timers of .NET count in steps of the system's coarse clock, which makes 8 ms of 5.</summary>
internal sealed class Clock
{
    private static readonly long Shortest = Stopwatch.Frequency / 20_000;

    private readonly PriorityQueue<TaskCompletionSource, long> _waiting = new();
    private readonly AutoResetEvent _added = new(false);

    public Clock() => new Thread(Run) { IsBackground = true, Name = "clock" }.Start();

    public Task WaitAsync(TimeSpan time)
    {
        var waiting = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var due = Stopwatch.GetTimestamp() + (long)(time.TotalSeconds * Stopwatch.Frequency);
        lock (_waiting)
        {
            _waiting.Enqueue(waiting, due);
        }

        _added.Set();
        return waiting.Task;
    }

    private void Run()
    {
        while (true)
        {
            TaskCompletionSource? ready = null;
            long? left = null;
            lock (_waiting)
            {
                if (_waiting.TryPeek(out _, out var due))
                {
                    left = due - Stopwatch.GetTimestamp();
                    ready = left <= 0 ? _waiting.Dequeue() : null;
                }
            }

            if (ready is not null)
            {
                ready.SetResult();
            }
            else if (left is null)
            {
                _added.WaitOne();
            }
            else if (left > Shortest)
            {
                // In short steps, since a shorter wait may be added meanwhile.
                Sleep(Stopwatch.GetElapsedTime(0, left.Value));
            }
        }
    }

    private static void Sleep(TimeSpan time)
    {
        if (!OperatingSystem.IsLinux())
        {
            Thread.Sleep(time.TotalMilliseconds > 2 ? 1 : 0);
            return;
        }

        var wanted = new TimeSpec { Nanoseconds = Math.Min((long)time.TotalNanoseconds, 900_000) };
        _ = NanoSleep(ref wanted, IntPtr.Zero);
    }

    [DllImport("libc", EntryPoint = "nanosleep")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern int NanoSleep(ref TimeSpec wanted, IntPtr left);

    [StructLayout(LayoutKind.Sequential)]
    private struct TimeSpec
    {
        public long Seconds;
        public long Nanoseconds;
    }
}
