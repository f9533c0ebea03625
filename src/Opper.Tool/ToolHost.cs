using Microsoft.Win32.SafeHandles;
using Opper.Tool.Streams;

namespace Opper.Tool;

/// <summary>The environment of the command: its input, outputs and environment variables.</summary>
public sealed class ToolHost
{
    /// <summary>The input, if no argument specifies it.</summary>
    public required TextReader In { get; init; }

    /// <summary>The output for results.</summary>
    public required TextWriter Out { get; init; }

    /// <summary>The output for errors, notes and progress.</summary>
    public required TextWriter Error { get; init; }

    /// <summary>Whether <see cref="In"/> is a file or a pipe. Default: <see langword="true"/>.</summary>
    public bool IsInputRedirected { get; init; } = true;

    /// <summary>Whether <see cref="Out"/> is a file or a pipe, which has no colors. Default: <see langword="true"/>.</summary>
    public bool IsOutputRedirected { get; init; } = true;

    /// <summary>Whether <see cref="Error"/> is a file or a pipe, which has no progress bars. Default: <see langword="true"/>.</summary>
    public bool IsErrorRedirected { get; init; } = true;

    /// <summary>Returns an environment variable. Default: that of the process.</summary>
    public Func<string, string?> GetVariable { get; init; } = Environment.GetEnvironmentVariable;

    internal static ToolHost OfProcess() => new()
    {
        In = Console.IsInputRedirected ? StandardStream.OpenInput() : Console.In,
        Out = OpenOutput(),
        Error = Console.Error,
        IsInputRedirected = Console.IsInputRedirected,
        IsOutputRedirected = Console.IsOutputRedirected,
        IsErrorRedirected = Console.IsErrorRedirected,
    };

    // The console ignores that the reader of a pipe, such as head, has ended; a batch would then be paid for without anyone reading its results.
    private static TextWriter OpenOutput()
    {
        if (!Console.IsOutputRedirected || OperatingSystem.IsWindows())
        {
            return Console.Out;
        }

        try
        {
            var pipe = new FileStream(new SafeFileHandle(1, ownsHandle: false), FileAccess.Write, bufferSize: 0);
            // A file keeps the position that it shares with other programs only as the console writes it.
            return pipe.CanSeek ? Console.Out : TextWriter.Synchronized(new StreamWriter(pipe, Console.OutputEncoding) { AutoFlush = true });
        }
        catch (Exception exception) when (exception is IOException or ArgumentException or UnauthorizedAccessException)
        {
            return Console.Out;
        }
    }
}
