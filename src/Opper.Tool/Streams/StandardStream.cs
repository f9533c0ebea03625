using System.Runtime.InteropServices;

namespace Opper.Tool.Streams;

/// <summary>The standard streams of the process.</summary>
internal static class StandardStream
{
    public const int Output = 1;
    public const int Error = 2;

    private const int Input = 0;
    private const int GetDescriptorFlags = 1;
    private const int CloseOnExec = 1;

    /// <summary>Standard input as text in UTF-8.</summary>
    public static TextReader OpenInput() => Utf8Text.Open("Standard input", () => IsOpen(Input) ? Console.OpenStandardInput()
        : throw new IOException("Standard input is closed."));

    /// <summary>Whether the calling program has passed a stream. If it has not, the number of the stream is that of a file of the runtime, which other
    /// programs would not inherit.</summary>
    public static bool IsOpen(int number)
    {
        if (OperatingSystem.IsWindows())
        {
            return true;
        }

        var flags = ControlFile(number, GetDescriptorFlags);
        return flags >= 0 && (flags & CloseOnExec) == 0;
    }

    [DllImport("libc", EntryPoint = "fcntl")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int ControlFile(int number, int command);
}
