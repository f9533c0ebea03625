using System.CommandLine;
using System.Text.RegularExpressions;
using Opper.Tool.Functions;
using Opper.Tool.Terminal;

namespace Opper.Tool.Types;

/// <summary>dotnet opper types.</summary>
internal sealed partial class TypesCommand(ToolConsole console) : OnlineCommand(console)
{
    private readonly Argument<string> _function = new("function") { Description = "The function." };
    private readonly Option<string?> _namespace = new("--namespace", "-n") { Description = "The namespace of the types. Default: none." };
    private readonly Option<string?> _name = new("--name") { Description = "The name of the output's record. Default: the function's." };
    private readonly Option<FileInfo?> _output = new("--output", "-o") { Description = "The file to write. Default: standard output." };

    public Command Make()
    {
        _namespace.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && !Namespace().IsMatch(token.Value))
            {
                result.AddError($"--namespace needs a namespace such as Acme.Support; it got '{token.Value}'.");
            }
        });
        return Make("types", "Prints C# records for the schemas of a function: its output, and its input where it has a schema.", _function, _namespace, _name, _output);
    }

    protected override async Task<int> RunAsync(ParseResult arguments, OpperClient opper, CancellationToken cancellationToken)
    {
        var name = arguments.GetRequiredValue(_function);
        var function = await StoredFunction.GetAsync(opper, name, cancellationToken);
        if (function.OutputSchema is null && function.InputSchema is null)
        {
            throw new UsageException($"The function '{name}' has no schemas: it answers with text.");
        }

        var record = arguments.GetValue(_name) ?? name.Split('/')[^1];
        var types = new SchemaTypes();
        var output = Add(function.OutputSchema, record);
        var input = Add(function.InputSchema, record + " input");
        var code = CSharpWriter.Write(types.Types, [$"Made by 'dotnet opper types {name}'.", $"Input: {input ?? "any"}; output: {output ?? "string"}."], arguments.GetValue(_namespace));
        if (arguments.GetValue(_output) is { } file)
        {
            await File.WriteAllTextAsync(file.FullName, code, cancellationToken);
        }
        else if (IsJson(arguments))
        {
            Console.WriteJson(new { Function = name, Input = input, Output = output, Code = code });
        }
        else
        {
            Console.WriteForeign(code);
        }

        return ExitCode.Done;

        string? Add(IDictionary<string, RawJson?>? schema, string type) => schema is null ? null : types.Add(RawJson.From(schema).ToJsonElement(), type);
    }

    [GeneratedRegex(@"^[\p{L}_][\p{L}\p{N}_]*(\.[\p{L}_][\p{L}\p{N}_]*)*\z")]
    private static partial Regex Namespace();
}
