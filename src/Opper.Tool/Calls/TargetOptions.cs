using System.CommandLine;

namespace Opper.Tool.Calls;

/// <summary>The argument and the options for what is called.</summary>
internal sealed class TargetOptions
{
    private readonly Argument<string> _name = new("name") { Description = "The stored function, or with --instructions the task, to run." };
    private readonly Option<string?> _instructions = new("--instructions", "-i")
    {
        Description = "The instructions of a task, which is run instead of a stored function.",
    };
    private readonly Option<string?> _model = new("--model", "-m") { Description = "The model of a task; requires --instructions." };
    private readonly Option<FileInfo?> _schema = new("--schema")
    {
        Description = "A file with the JSON Schema of the response of a task; requires --instructions.",
    };
    private readonly Option<string?> _revision = new("--revision")
    {
        Description = "The ID of the revision of the stored function to call. Default: the current one.",
    };
    private readonly Option<string[]> _tags = new("--tag") { Description = "A tag such as customer=acme. May be repeated.", DefaultValueFactory = _ => [] };

    public TargetOptions() => _tags.Validators.Add(result =>
    {
        foreach (var tag in result.Tokens.Where(token => token.Value.IndexOf('=', StringComparison.Ordinal) < 1))
        {
            result.AddError($"--tag needs name=value; it got '{tag.Value}'.");
        }
    });

    public Argument Name => _name;

    public Option<FileInfo?> Schema => _schema;

    public IEnumerable<Option> Options => [_instructions, _model, _schema, _revision, _tags];

    public void Check(Command command) => command.Validators.Add(result =>
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

    public async Task<CallTarget> ReadAsync(ParseResult arguments, OpperClient opper, CancellationToken cancellationToken)
    {
        var name = arguments.GetRequiredValue(_name);
        var tags = arguments.GetRequiredValue(_tags).Select(tag => tag.Split('=', 2)).GroupBy(tag => tag[0],
            tag => tag[1]).ToDictionary(tag => tag.Key, tag => tag.Last());
        return arguments.GetValue(_instructions) is { } instructions
            ? await CallTarget.OfTaskAsync(opper, name, instructions, arguments.GetValue(_model), arguments.GetValue(_schema), tags, cancellationToken)
            : await CallTarget.OfFunctionAsync(opper, name, arguments.GetValue(_revision), tags, cancellationToken);
    }
}
