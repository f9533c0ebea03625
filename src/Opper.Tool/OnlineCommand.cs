using System.CommandLine;
using System.CommandLine.Parsing;
using Opper.Tool.Streams;
using Opper.Tool.Terminal;

namespace Opper.Tool;

/// <summary>A command that needs the API.</summary>
internal abstract class OnlineCommand(ToolConsole console)
{
    private readonly ConnectionOptions _connection = new();
    private readonly Option<bool> _json = new("--json") { Description = "Print JSON." };

    protected ToolConsole Console => console;

    protected Command Make(string name, string description, params IEnumerable<Symbol> own)
    {
        var command = new Command(name, description);
        foreach (var symbol in own)
        {
            if (symbol is Argument argument)
            {
                command.Arguments.Add(argument);
            }
            else
            {
                command.Options.Add((Option)symbol);
            }
        }

        command.Options.Add(_json);
        _connection.AddTo(command);
        foreach (var option in command.Options.Where(option => option.ValueType != typeof(bool)))
        {
            option.Validators.Add(RejectBlank);
        }

        command.SetAction(async (arguments, cancellationToken) =>
        {
            await using var connection = await Connection.OpenAsync(_connection, arguments, console, cancellationToken);
            return await RunAsync(arguments, connection.Client, cancellationToken);
        });
        return command;
    }

    // A blank value is a variable that is not set, in a script, and would have the meaning of some other value.
    private static void RejectBlank(OptionResult result)
    {
        if (result.Tokens.Any(token => string.IsNullOrWhiteSpace(token.Value)) && !result.Errors.Any())
        {
            result.AddError($"{result.Option.Name} must not be blank.");
        }
    }

    /// <summary>Checks that the command does not write a file over another one that it uses.</summary>
    /// <exception cref="UsageException">A file to write is used twice; the message has both options.</exception>
    protected void CheckFiles(ParseResult arguments, IEnumerable<(string Option, string? Path)> read, params IEnumerable<Option<FileInfo?>> written) =>
        DistinctFiles.Check([_connection.DataFile(arguments), .. read], written.Select(option => (option.Name, arguments.GetValue(option)?.FullName)));

    protected bool IsJson(ParseResult arguments) => arguments.GetValue(_json);

    protected abstract Task<int> RunAsync(ParseResult arguments, OpperClient opper, CancellationToken cancellationToken);
}
