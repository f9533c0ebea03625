using System.CommandLine;
using System.CommandLine.Invocation;
using Opper.Emulator.Tool;
using Opper.Tool.Batches;
using Opper.Tool.Calls;
using Opper.Tool.Completion;
using Opper.Tool.Evaluations;
using Opper.Tool.Functions;
using Opper.Tool.Knowledge;
using Opper.Tool.Streams;
using Opper.Tool.Terminal;
using Opper.Tool.Traces;
using Opper.Tool.Types;

namespace Opper.Tool;

/// <summary>The command <c>dotnet opper</c>.</summary>
public static class OpperCommand
{
    /// <summary>EPIPE.</summary>
    private const int BrokenPipe = 32;

    /// <summary>Runs the command.</summary>
    /// <param name="args">The command line.</param>
    /// <param name="host">Input, outputs and environment.</param>
    /// <param name="cancellationToken">Cancels the command, like Ctrl+C.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> args, ToolHost host, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(host);
        var console = new ToolConsole(host);
        ParseResult? parsed = null;
        try
        {
            // An input such as "@ann: hello" is text, not a response file.
            parsed = Make(console).Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
            if (parsed.Action is ParseErrorAction)
            {
                foreach (var error in parsed.Errors)
                {
                    console.Complain(error.Message);
                }

                console.Complain($"'{Path(parsed.CommandResult.Command, parsed)} --help' shows the available commands and options.");
                return ExitCode.Usage;
            }

            var configuration = new InvocationConfiguration
            {
                Output = host.Out,
                Error = host.Error,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,
            };
            return await parsed.InvokeAsync(configuration, cancellationToken);
        }
        catch (IOException error) when (error.HResult == BrokenPipe)
        {
            // The program that reads the output has ended. Like others, the command then ends without a message.
            return ExitCode.Interrupted;
        }
        catch (Exception error)
        {
            var (message, exitCode) = Failure.Describe(error);
            console.Complain(FileProblem.Describe(error, message, parsed));
            return exitCode;
        }
    }

    private static RootCommand Make(ToolConsole console)
    {
        var emulator = new Command("emulator", EmulatorCommand.Description + " Equivalent to opper-emulator.");
        EmulatorCommand.Fill(emulator);
        return new RootCommand(
            $"Opper in the terminal. Reads {OpperClientOptions.ApiKeyVariable} and {OpperClientOptions.BaseUrlVariable}. {ExitCode.HelpText}")
        {
            new CallCommand(console).Make(),
            new BatchCommand(console).Make(),
            new EvalCommand(console).Make(),
            new TraceCommand(console).Make(),
            FunctionCommands.Make(console),
            new TypesCommand(console).Make(),
            KnowledgeCommands.Make(console),
            emulator,
            new CompletionCommand(console).Make(),
        };
    }

    private static string Path(Command command, ParseResult parsed) =>
        command == parsed.RootCommandResult.Command ? "dotnet opper" : $"dotnet opper {string.Join(' ', Names(command))}";

    private static IEnumerable<string> Names(Command command) =>
        command.Parents.OfType<Command>().Where(parent => parent is not RootCommand).SelectMany(Names).Append(command.Name);
}
