namespace Opper.Quickstart;

/// <summary>The command line.</summary>
internal sealed record Arguments(string? Path, string? Question, bool Help)
{
    public const string HelpText = """
        Usage: dotnet run --project src/Opper.Quickstart [-- [path/to/text.txt] [--question "..."]]

          path         A text file in UTF-8. Default: "The Gift of the Magi", which is included.
          --question   The question to ask about the text. Default: one that fits the text.
          --help       Shows this help.

        With OPPER_API_KEY it runs on the live API (or OPPER_BASE_URL), without it on a local emulator.
        OPPER_SURFACE=compat sends the calls to /v3/compat.
        Exit codes: 0 done, 1 the API or the connection failed, 2 invalid arguments or an unreadable file, 130 interrupted.
        """;

    public static Arguments Parse(IReadOnlyList<string> args)
    {
        var (path, question) = ((string?)null, (string?)null);
        for (var i = 0; i < args.Count; i++)
        {
            switch (args[i])
            {
                case "--help" or "-h":
                    return new Arguments(null, null, Help: true);
                case "--question" or "-q":
                    i++;
                    question = i < args.Count ? args[i] : string.Empty;
                    break;
                case var option when option.StartsWith("--question=", StringComparison.Ordinal):
                    question = option["--question=".Length..];
                    break;
                case var option when option.StartsWith('-'):
                    throw new UsageException($"Unknown option '{option}'; see --help.");
                case var file when path is null:
                    path = file;
                    break;
                case var file:
                    throw new UsageException($"Only one text file is supported, but '{path}' and '{file}' were given.");
            }
        }

        return question is { } asked && string.IsNullOrWhiteSpace(asked)
            ? throw new UsageException("--question requires a question.")
            : new Arguments(path, question, Help: false);
    }
}
