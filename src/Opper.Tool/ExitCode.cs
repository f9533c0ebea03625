namespace Opper.Tool;

/// <summary>What the command ends with; the README has the same table.</summary>
internal static class ExitCode
{
    public const int Done = 0;

    /// <summary>The API or the connection failed.</summary>
    public const int Failed = 1;

    /// <summary>Wrong arguments, an unreadable file, no key.</summary>
    public const int Usage = 2;

    /// <summary>Somebody else changed what was to be overwritten.</summary>
    public const int Conflict = 3;

    /// <summary>A check found what it looks for: differences, a gate that is not passed, rows that failed.</summary>
    public const int Found = 4;

    public const int Interrupted = 130;

    public const string HelpText = "Exit codes: 0 done, 1 the API or the connection failed, 2 wrong arguments, an unreadable file or no key, "
        + "3 a conflict with changes of others, 4 differences found or a gate not passed, 130 interrupted.";
}
