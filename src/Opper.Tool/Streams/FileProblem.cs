using System.CommandLine;
using System.CommandLine.Parsing;

namespace Opper.Tool.Streams;

/// <summary>An error about a file of the command line.</summary>
internal static class FileProblem
{
    /// <summary>The message with the option or argument of the file, because a command may have several.</summary>
    /// <param name="error">The error.</param>
    /// <param name="message">Its message, which has the path in quotation marks.</param>
    /// <param name="arguments">The command line.</param>
    public static string Describe(Exception error, string message, ParseResult? arguments)
    {
        if (arguments is null || error is not (IOException or UnauthorizedAccessException or InvalidDataException))
        {
            return message;
        }

        // A message may also have the path of another file: the reason.
        var named = from symbol in arguments.CommandResult.Children
                    from token in symbol.Tokens
                    where !string.IsNullOrWhiteSpace(token.Value) && !token.Value.Contains('\0')
                    let path = Path.GetFullPath(token.Value)
                    from place in new[] { path, token.Value }.Select(text => message.IndexOf($"'{text}'", StringComparison.Ordinal))
                    where place >= 0
                    orderby place
                    // The system only says that access to a folder is denied.
                    select $"{Name(symbol)}: {(error is UnauthorizedAccessException && Directory.Exists(path) ? $"'{path}' is a folder." : message)}";
        return named.FirstOrDefault() ?? message;
    }

    private static string Name(SymbolResult symbol) => symbol switch
    {
        OptionResult option => option.Option.Name,
        ArgumentResult argument => argument.Argument.Name,
        _ => string.Empty,
    };
}
