using System.CommandLine;
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
        command.SetAction(async (arguments, cancellationToken) =>
        {
            await using var connection = await Connection.OpenAsync(_connection, arguments, console, cancellationToken);
            return await RunAsync(arguments, connection.Client, cancellationToken);
        });
        return command;
    }

    protected bool IsJson(ParseResult arguments) => arguments.GetValue(_json);

    protected abstract Task<int> RunAsync(ParseResult arguments, OpperClient opper, CancellationToken cancellationToken);
}
