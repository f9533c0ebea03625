using System.Globalization;
using System.Runtime.InteropServices;

namespace Opper.Benchmarks.Measuring;

/// <summary>Holds processes on the last core until it is disposed. A process that is there from its start makes fewer threads, so they are held when
/// warm.</summary>
internal sealed class Affinity : IDisposable
{
    private readonly IReadOnlyList<int> _processes;

    private Affinity(IReadOnlyList<int> processes) => _processes = processes;

    public static bool IsSupported => OperatingSystem.IsLinux() && Environment.ProcessorCount <= 64;

    public static Affinity Pin(IReadOnlyList<int> processes)
    {
        Set(processes, 1UL << (Environment.ProcessorCount - 1));
        return new Affinity(processes);
    }

    public void Dispose() => Set(_processes, ulong.MaxValue >> (64 - Environment.ProcessorCount));

    // The system call is about one thread; new threads get what their maker has.
    private static void Set(IReadOnlyList<int> processes, ulong mask)
    {
        foreach (var process in processes)
        {
            foreach (var thread in Directory.EnumerateDirectories(string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/task")))
            {
                // A thread that has ended in the meantime fails, which is no matter.
                _ = SetAffinity(int.Parse(Path.GetFileName(thread), CultureInfo.InvariantCulture), sizeof(ulong), in mask);
            }
        }
    }

    [DllImport("libc", EntryPoint = "sched_setaffinity")]
    private static extern int SetAffinity(int thread, nint size, in ulong mask);
}
