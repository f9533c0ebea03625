namespace Opper.Tool;

/// <summary>What the command has around it: its input, its outputs and its environment.</summary>
public sealed class ToolHost
{
    /// <summary>Where input is read that no argument gives.</summary>
    public required TextReader In { get; init; }

    /// <summary>Where results go.</summary>
    public required TextWriter Out { get; init; }

    /// <summary>Where errors, notes and progress go.</summary>
    public required TextWriter Error { get; init; }

    /// <summary>Whether <see cref="In"/> is a file or a pipe. Default: <see langword="true"/>.</summary>
    public bool IsInputRedirected { get; init; } = true;

    /// <summary>Whether <see cref="Out"/> is a file or a pipe, which gets no colours. Default: <see langword="true"/>.</summary>
    public bool IsOutputRedirected { get; init; } = true;

    /// <summary>Whether <see cref="Error"/> is a file or a pipe, which gets no progress bars. Default: <see langword="true"/>.</summary>
    public bool IsErrorRedirected { get; init; } = true;

    /// <summary>Gives an environment variable. Default: that of the process.</summary>
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
