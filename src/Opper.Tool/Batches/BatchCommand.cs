using System.CommandLine;
using System.Diagnostics;
using Opper.Batch;
using Opper.Tool.Calls;
using Opper.Tool.Terminal;

namespace Opper.Tool.Batches;

/// <summary>dotnet opper batch.</summary>
internal sealed class BatchCommand(ToolConsole console) : OnlineCommand(console)
{
    private readonly TargetOptions _target = new();
    private readonly Option<FileInfo?> _input = new("--input") { Description = "A JSONL file with one input per line. Default: standard input." };
    private readonly Option<string?> _field = new("--field") { Description = "The property of each line that is the input. Default: the whole line." };
    private readonly Option<FileInfo?> _output = new("--output", "-o") { Description = "The JSONL file of the results. Default: standard output." };
    private readonly Option<string?> _journal = new("--journal")
    {
        Description = "The SQLite file in which results are recorded, so that an interrupted run can be resumed without paying twice. Default: the path of "
            + "the output with .journal; none without --output.",
    };

    private readonly Option<bool> _retryFailed = new("--retry-failed") { Description = "Retry rows that were recorded as failed." };
    private readonly Option<bool> _ordered = new("--ordered") { Description = "Write results in the order of the inputs." };
    private readonly Option<int> _concurrency = new("--concurrency", "-c")
    {
        Description = "The maximum number of calls in flight; the number adapts to the server.",
        DefaultValueFactory = _ => 64,
    };
    private readonly Option<int?> _requests = new("--requests-per-minute") { Description = "The maximum number of calls per minute." };
    private readonly Option<int?> _tokens = new("--tokens-per-minute") { Description = "The maximum number of tokens per minute." };
    private readonly Option<decimal?> _budget = new("--budget") { Description = "The maximum cost of the run in USD." };
    private readonly Option<int?> _pilot = new("--pilot")
    {
        Description = "Run only this number of rows, and project the cost and the time of all rows; requires --input.",
    };

    public Command Make()
    {
        var command = Make(
            "batch",
            $"Calls a function, or runs a task, for each line of a file. Exit code {ExitCode.Found} if a row failed.",
            [_target.Name, .. _target.Options, _input, _field, _output, _journal, _retryFailed, _ordered, _concurrency, _requests, _tokens, _budget, _pilot]);
        _target.Check(command);
        command.Validators.Add(result =>
        {
            if (result.GetValue(_pilot) is { } pilot && (pilot < 1 || result.GetValue(_input) is null))
            {
                result.AddError("--pilot needs a number of rows, and --input, to know how many there are.");
            }
        });
        return command;
    }

    protected override async Task<int> RunAsync(ParseResult arguments, OpperClient opper, CancellationToken cancellationToken)
    {
        var (input, output) = (arguments.GetValue(_input), arguments.GetValue(_output));
        var count = input is null ? (int?)null : await BatchRows.CountAsync(input.FullName, cancellationToken);
        var pilot = arguments.GetValue(_pilot);
        var target = await _target.ReadAsync(arguments, opper, cancellationToken);
        using var reader = input is null ? null : new StreamReader(input.FullName);
        var rows = BatchRows.ReadAsync(reader ?? Console.Host.In, input?.FullName ?? "standard input", arguments.GetValue(_field), cancellationToken);
        var totals = new BatchSummary();
        var watch = Stopwatch.StartNew();
        try
        {
            // Standard output is left open.
            await using var file = output is null ? null : new StreamWriter(output.FullName);
            var writer = file ?? Console.Host.Out;
            var runner = BatchRunner.For<RawJson, RawJson>(async (row, token) => Answer(await target.Call(row, token)),
                Options(arguments, target, pilot ?? count));
            await Console.WithBarAsync("Running", pilot ?? count, async done =>
            {
                await foreach (var item in runner.RunAsync(pilot is null ? rows : rows.Take(pilot.Value), cancellationToken))
                {
                    totals = totals.With(item);
                    await writer.WriteLineAsync(BatchLine.Write(item));
                    done();
                }
            });
        }
        finally
        {
            Show(arguments, totals, watch.Elapsed, count, isPilot: pilot is not null);
        }

        return totals.Failed > 0 ? ExitCode.Found : ExitCode.Done;
    }

    private static RawJson Answer(CallResponse response) => response.JsonPayload ?? RawJson.From(response.Message);

    private BatchOptions Options(ParseResult arguments, CallTarget target, int? total)
    {
        var journal = arguments.GetValue(_journal) ?? (arguments.GetValue(_output) is { } output ? output.FullName + ".journal" : null);
        var concurrency = arguments.GetValue(_concurrency);
        return new BatchOptions
        {
            Name = "dotnet opper batch",
            Fingerprint = target.Fingerprint,
            JournalPath = journal is null ? null : Path.GetFullPath(journal),
            RetryFailed = arguments.GetValue(_retryFailed),
            Order = arguments.GetValue(_ordered) ? BatchOrder.Input : BatchOrder.Completion,
            MaxConcurrency = concurrency,
            InitialConcurrency = Math.Min(8, Math.Max(1, concurrency)),
            RequestsPerMinute = arguments.GetValue(_requests),
            TokensPerMinute = arguments.GetValue(_tokens),
            BudgetLimit = arguments.GetValue(_budget),
            Total = total,
        };
    }

    private void Show(ParseResult arguments, BatchSummary totals, TimeSpan elapsed, int? count, bool isPilot)
    {
        var called = totals.Rows - totals.Replayed;
        var all = isPilot && called > 0 ? (decimal?)count!.Value / called : null;
        if (IsJson(arguments) && arguments.GetValue(_output) is not null)
        {
            Console.WriteJson(new { Done = totals.Rows, totals.Failed, totals.Replayed, totals.Cost, totals.Tokens, ProjectedCost = totals.Cost * all,
                ProjectedSeconds = elapsed.TotalSeconds * (double?)all });
            return;
        }

        Console.Note(FormattableString.Invariant(
            $"{totals.Rows:N0} done, {totals.Failed:N0} failed, {totals.Replayed:N0} recorded before; {totals.Tokens:N0} tokens, {totals.Cost:0.000000} USD"));
        if (isPilot)
        {
            Console.Note(all is null
                ? "All of these rows had been recorded before, so nothing can be projected."
                : FormattableString.Invariant(
                    $"All {count:N0} rows, by what these took: {totals.Cost * all:0.00####} USD, {elapsed.TotalMinutes * (double)all:0.#} minutes."));
        }
    }
}
