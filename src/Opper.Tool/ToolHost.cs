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
        In = Console.In,
        Out = Console.Out,
        Error = Console.Error,
        IsInputRedirected = Console.IsInputRedirected,
        IsOutputRedirected = Console.IsOutputRedirected,
        IsErrorRedirected = Console.IsErrorRedirected,
    };
}
