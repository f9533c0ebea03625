using System.CommandLine;
using System.Text.Json;
using Opper.Functions;
using Opper.Tool.Terminal;

namespace Opper.Tool.Calls;

/// <summary>dotnet opper call.</summary>
internal sealed class CallCommand(ToolConsole console) : OnlineCommand(console)
{
    private readonly Argument<string> _name = new("name") { Description = "The stored function, or with --instructions the task, to run." };
    private readonly Argument<string?> _input = new("input")
    {
        Description = "The input; '-' or nothing reads it from standard input.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<string?> _instructions = new("--instructions", "-i") { Description = "What to do: runs a task instead of a stored function." };
    private readonly Option<string?> _model = new("--model", "-m") { Description = "The model of a task; with --instructions." };
    private readonly Option<FileInfo?> _schema = new("--schema") { Description = "A file with the JSON Schema of a task's answer; with --instructions." };
    private readonly Option<string?> _revision = new("--revision") { Description = "The id of the stored function's revision to call. Default: the current one." };
    private readonly Option<bool> _inputIsJson = new("--input-json") { Description = "The input is JSON and not text." };
    private readonly Option<bool> _stream = new("--stream") { Description = "Print the answer while it is written." };
    private readonly Option<string[]> _tags = new("--tag") { Description = "A tag such as customer=acme; may be repeated.", DefaultValueFactory = _ => [] };

    public Command Make()
    {
        _tags.Validators.Add(result =>
        {
            foreach (var tag in result.Tokens.Where(token => token.Value.IndexOf('=', StringComparison.Ordinal) < 1))
            {
                result.AddError($"--tag needs name=value; it got '{tag.Value}'.");
            }
        });
        var command = Make("call", "Calls a stored function, or runs a task, and prints the answer.", _name, _input, _instructions, _model, _schema, _revision, _inputIsJson, _stream, _tags);
        command.Validators.Add(result =>
        {
            var isTask = result.GetValue(_instructions) is not null;
            if (!isTask && (result.GetValue(_model) is not null || result.GetValue(_schema) is not null))
            {
                result.AddError("--model and --schema belong to a task: they need --instructions. A stored function has its own.");
            }
            else if (isTask && result.GetValue(_revision) is not null)
            {
                result.AddError("--revision belongs to a stored function, --instructions to a task: give one of them.");
            }
        });
        return command;
    }

    protected override async Task<int> RunAsync(ParseResult arguments, OpperClient opper, CancellationToken cancellationToken)
    {
        var text = await Console.ReadInputAsync(arguments.GetValue(_input), cancellationToken);
        var input = text is not null && arguments.GetValue(_inputIsJson) ? JsonDocument.Parse(text).RootElement : (object?)text;
        var tags = arguments.GetRequiredValue(_tags).Select(tag => tag.Split('=', 2)).GroupBy(tag => tag[0], tag => tag[1]).ToDictionary(tag => tag.Key, tag => tag.Last());
        var run = arguments.GetValue(_instructions) is { } instructions
            ? Task(arguments, opper, instructions, input, tags)
            : await FunctionAsync(arguments, opper, input, tags, cancellationToken);
        if (arguments.GetValue(_stream) && !IsJson(arguments))
        {
            await StreamAsync(run.Stream(), cancellationToken);
            return ExitCode.Done;
        }

        Show(await run.Call(cancellationToken), IsJson(arguments));
        return ExitCode.Done;
    }

    private Run Task(ParseResult arguments, OpperClient opper, string instructions, object? input, Dictionary<string, string> tags)
    {
        var request = new CallRequest
        {
            Name = arguments.GetRequiredValue(_name),
            Instructions = instructions,
            Input = input,
            Model = arguments.GetValue(_model),
            OutputSchema = arguments.GetValue(_schema) is { } file ? JsonDocument.Parse(File.ReadAllText(file.FullName)).RootElement : null,
        };
        if (tags.Count > 0)
        {
            request.Tags = tags;
        }

        return new Run(token => opper.CallAsync(request, cancellationToken: token), () => opper.StreamAsync(request));
    }

    private async Task<Run> FunctionAsync(ParseResult arguments, OpperClient opper, object? input, Dictionary<string, string> tags, CancellationToken cancellationToken)
    {
        var name = arguments.GetRequiredValue(_name);
        var request = new CallFunctionRequest { Input = input };
        if (tags.Count > 0)
        {
            request.Tags = tags;
        }

        string id;
        try
        {
            id = (await opper.Functions.GetByNameAsync(name, cancellationToken: cancellationToken)).Id;
        }
        catch (OpperNotFoundException)
        {
            throw new UsageException($"There is no function '{name}'. With --instructions it is run as a task.");
        }

        return arguments.GetValue(_revision) is { } revision
            ? new Run(token => opper.Functions.CallRevisionAsync(id, revision, request, cancellationToken: token), () => opper.Functions.StreamRevisionAsync(id, revision, request))
            : new Run(token => opper.Functions.CallAsync(id, request, cancellationToken: token), () => opper.Functions.StreamAsync(id, request));
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

    private void Show(CallResponse answer, bool isJson)
    {
        if (isJson)
        {
            Console.WriteJson(RawJson.From(answer).ToJsonElement());
        }
        else if (answer.JsonPayload is { } payload)
        {
            Console.WriteJson(payload.ToJsonElement());
        }
        else
        {
            Console.WriteForeign(answer.Message ?? string.Join('\n', answer.Images ?? []));
            Console.WriteLine();
        }
    }

    private sealed record Run(Func<CancellationToken, Task<CallResponse>> Call, Func<OpperStream> Stream);
}
