using System.CommandLine;
using System.Globalization;
using Opper.Emulator.Tool;
using Opper.Evaluation.Reports;
using Opper.Tool.Terminal;
using Opper.Tracing;

namespace Opper.Tool.Traces;

/// <summary>dotnet opper trace.</summary>
internal sealed class TraceCommand(ToolConsole console) : OnlineCommand(console)
{
    private const int DefaultCount = 20;

    private readonly Argument<string?> _id = new("id")
    {
        Description = "A trace, or a span of one. Default: lists the latest traces.",
        Arity = ArgumentArity.ZeroOrOne,
    };
    private readonly Option<bool> _waterfall = new("--waterfall", "-w") { Description = "Show a timeline next to the tree." };
    private readonly Option<string?> _name = new("--name") { Description = "List only traces with this name." };
    private readonly Option<int> _count = new("--count", "-n")
    {
        Description = "The number of traces to list.",
        DefaultValueFactory = _ => DefaultCount,
        CustomParser = NumberOption.From(1),
    };

    public Command Make() => Make("trace", "Shows a trace as a tree or a waterfall, or lists the latest traces.", _id, _waterfall, _name, _count);

    protected override async Task<int> RunAsync(ParseResult arguments, OpperClient opper, CancellationToken cancellationToken)
    {
        if (arguments.GetValue(_id) is not { } id)
        {
            await ListAsync(arguments, opper, cancellationToken);
            return ExitCode.Done;
        }

        var trace = await FindAsync(opper, id, cancellationToken);
        if (IsJson(arguments))
        {
            Console.WriteJson(RawJson.From(trace).ToJsonElement());
            return ExitCode.Done;
        }

        Console.Out.Write(new TraceView(trace, arguments.GetValue(_waterfall) ? Console.Out.Profile.Width : null).Render());
        return ExitCode.Done;
    }

    private static async Task<Trace> FindAsync(OpperClient opper, string id, CancellationToken cancellationToken)
    {
        try
        {
            return await opper.Traces.GetAsync(id, cancellationToken: cancellationToken);
        }
        catch (OpperNotFoundException)
        {
            // The ID may be that of a span.
        }

        try
        {
            return await opper.Traces.GetBySpanAsync(id, cancellationToken: cancellationToken);
        }
        catch (OpperNotFoundException)
        {
            throw new UsageException($"There is no trace and no span '{id}'.");
        }
    }

    private async Task ListAsync(ParseResult arguments, OpperClient opper, CancellationToken cancellationToken)
    {
        var traces = new List<TraceSummary>();
        var count = arguments.GetValue(_count);
        await foreach (var trace in opper.Traces.ListAllAsync(arguments.GetValue(_name), cancellationToken: cancellationToken))
        {
            if (traces.Count >= count)
            {
                break;
            }

            traces.Add(trace);
        }

        if (IsJson(arguments))
        {
            Console.WriteJson(traces.Select(trace => RawJson.From(trace).ToJsonElement()));
            return;
        }

        Console.WriteLine(Columns.Text(["trace", "started", ">took", ">tokens", "name"], traces.Select(trace => (IReadOnlyList<string>)
        [
            VisibleText.Line(trace.Id),
            trace.StartTime?.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture) ?? string.Empty,
            Duration.Text(trace.DurationMs),
            trace.TotalTokens?.ToString("N0", CultureInfo.InvariantCulture) ?? string.Empty,
            VisibleText.Line(trace.Name),
        ])));
    }
}
