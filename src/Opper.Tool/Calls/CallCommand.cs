using System.CommandLine;
using System.Text.Json;
using Opper.Functions;
using Opper.Tool.Terminal;

namespace Opper.Tool.Calls;

/// <summary>dotnet opper call.</summary>
internal sealed class CallCommand(ToolConsole console) : OnlineCommand(console)
{
    private readonly TargetOptions _target = new();
    private readonly Argument<string?> _input = new("input")
    {
        Description = "The input. Default, and with '-': standard input.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<bool> _inputIsJson = new("--input-json") { Description = "The input is JSON instead of text." };
    private readonly Option<bool> _stream = new("--stream") { Description = "Stream the response." };

    public Command Make()
    {
        var command = Make("call", "Calls a stored function, or runs a task, and prints the response.",
            [_target.Name, _input, .. _target.Options, _inputIsJson, _stream]);
        _target.Check(command);
        return command;
    }

    protected override async Task<int> RunAsync(ParseResult arguments, OpperClient opper, CancellationToken cancellationToken)
    {
        var text = await Console.ReadInputAsync(arguments.GetValue(_input), cancellationToken);
        var input = text is not null && arguments.GetValue(_inputIsJson) ? JsonDocument.Parse(text).RootElement : (object?)text;
        var target = await _target.ReadAsync(arguments, opper, cancellationToken);
        if (arguments.GetValue(_stream) && !IsJson(arguments))
        {
            await StreamAsync(target.Stream(input), cancellationToken);
            return ExitCode.Done;
        }

        Show(await target.Call(input, cancellationToken), IsJson(arguments));
        return ExitCode.Done;
    }

    private async Task StreamAsync(OpperStream stream, CancellationToken cancellationToken)
    {
        var hasText = false;
        await foreach (var piece in stream.TextAsync(cancellationToken))
        {
            hasText = true;
            Console.WriteForeign(piece);
        }

        if (!hasText && (await stream.GetFinalResultAsync(cancellationToken)).JsonPayload is { } payload)
        {
            Console.WriteJson(payload.ToJsonElement());
            return;
        }

        Console.WriteLine();
    }

    private void Show(CallResponse response, bool isJson)
    {
        if (isJson)
        {
            Console.WriteJson(RawJson.From(response).ToJsonElement());
        }
        else if (response.JsonPayload is { } payload)
        {
            Console.WriteJson(payload.ToJsonElement());
        }
        else
        {
            Console.WriteForeign(response.Message ?? string.Join('\n', response.Images ?? []));
            Console.WriteLine();
        }
    }
}
