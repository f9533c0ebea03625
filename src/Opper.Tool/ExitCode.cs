namespace Opper.Tool;

/// <summary>The exit codes, which are also listed in the README.</summary>
internal static class ExitCode
{
    public const int Done = 0;

    /// <summary>The API or the connection failed.</summary>
    public const int Failed = 1;

    /// <summary>Wrong arguments, an unreadable file, no key.</summary>
    public const int Usage = 2;

    /// <summary>The version to overwrite was changed by someone else.</summary>
    public const int Conflict = 3;

    /// <summary>A check failed: there are differences or failed rows, or a gate was not passed.</summary>
    public const int Found = 4;

    public const int Interrupted = 130;

    public const string HelpText = "Exit codes: 0 done, 1 the API or the connection failed, 2 wrong arguments, an unreadable file or no key, "
        + "3 a conflict with changes of others, 4 differences found, a gate not passed, or failed rows or files, 130 interrupted.";
}
