namespace Opper.Quickstart;

/// <summary>The command line.</summary>
internal sealed record Arguments(string? Path, string? Question, bool Help)
{
    public const string HelpText = """
        Usage: dotnet run --project src/Opper.Quickstart [-- [path/to/text.txt] [--question "..."]]

          path         A text file in UTF-8. Default: "The Gift of the Magi", which comes along.
          --question   What to ask of the text. Default: a question that suits it.
          --help       Shows this.

        With OPPER_API_KEY set it runs on the live API (OPPER_BASE_URL: another address), without it on a local emulator.
        OPPER_SURFACE=compat sends the calls to /v3/compat.
        Exit codes: 0 done, 1 the API or the connection failed, 2 wrong arguments or an unreadable file, 130 interrupted.
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
                    throw new UsageException($"Unknown option '{option}'; --help shows what there is.");
                case var file when path is null:
                    path = file;
                    break;
                case var file:
                    throw new UsageException($"One text file at a time: '{path}' and '{file}' were given.");
            }
        }

        return question is { } asked && string.IsNullOrWhiteSpace(asked)
            ? throw new UsageException("--question needs a question.")
            : new Arguments(path, question, Help: false);
    }
}
