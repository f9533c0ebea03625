using System.CommandLine;
using System.Diagnostics;
using Opper.Batch;
using Opper.Batch.Formats;
using Opper.Emulator.Tool;
using Opper.Tool.Calls;
using Opper.Tool.Streams;
using Opper.Tool.Terminal;

namespace Opper.Tool.Batches;

/// <summary>dotnet opper batch.</summary>
internal sealed class BatchCommand(ToolConsole console) : OnlineCommand(console)
{
    private readonly TargetOptions _target = new();
    private readonly Option<FileInfo?> _input = new("--input")
    {
        Description = "A file with an input per line or row: JSONL, CSV, TSV or Parquet. Default: standard input.",
    };
    private readonly Option<string?> _field = new("--field") { Description = "The property or column that is the input. Default: the whole line or row." };
    private readonly Option<FileInfo?> _output = new("--output", "-o")
    {
        Description = "The file of the results: JSONL, CSV, TSV or Parquet. Default: standard output.",
    };
    private readonly FormatOption _inputFormat = new("--in-format", "the input");
    private readonly FormatOption _outputFormat = new("--out-format", "the output");
    private readonly Option<string?> _journal = new("--journal")
    {
        Description = "The SQLite file in which results are recorded, so that an interrupted run can be resumed without paying twice. Default: the path of "
            + "the output with .journal; none without --output, or if that is a device.",
    };

    private readonly Option<bool> _retryFailed = new("--retry-failed") { Description = "Retry rows that were recorded as failed." };
    private readonly Option<bool> _ordered = new("--ordered") { Description = "Write results in the order of the inputs." };
    private readonly Option<int> _concurrency = new("--concurrency", "-c")
    {
        Description = "The maximum number of calls in flight; the number adapts to the server.",
        DefaultValueFactory = _ => 64,
        CustomParser = NumberOption.From(1),
    };
    private readonly Option<int?> _requests = new("--requests-per-minute")
    {
        Description = "The maximum number of calls per minute.",
        CustomParser = NumberOption.OptionalFrom(1),
    };
    private readonly Option<int?> _tokens = new("--tokens-per-minute")
    {
        Description = "The maximum number of tokens per minute.",
        CustomParser = NumberOption.OptionalFrom(1),
    };
    private readonly Option<decimal?> _budget = new("--budget")
    {
        Description = "The maximum cost of the run in USD.",
        CustomParser = NumberOption.OptionalFrom(0m),
    };
    private readonly Option<decimal?> _maxRowCost = new("--max-row-cost")
    {
        Description = "The most that one row can cost, in USD, for --budget. Default: the most that one has cost so far.",
        CustomParser = NumberOption.OptionalFrom(0m),
    };
    private readonly Option<int?> _pilot = new("--pilot")
    {
        Description = "Run only this number of rows, and project the cost and the time of all rows; requires --input.",
        CustomParser = NumberOption.OptionalFrom(1),
    };

    public Command Make()
    {
        var command = Make(
            "batch",
            $"Calls a function, or runs a task, for each row of a file. Exit code {ExitCode.Found} if a row failed.",
            [_target.Name, .. _target.Options, _input, _inputFormat.Option, _field, _output, _outputFormat.Option, _journal, _retryFailed, _ordered,
                _concurrency, _requests, _tokens, _budget, _maxRowCost, _pilot]);
        _target.Check(command);
        command.Validators.Add(result =>
        {
            if (result.GetResult(_pilot) is not null && result.GetValue(_input) is null)
            {
                result.AddError("--pilot needs --input, to know how many rows there are.");
            }
        });
        return command;
    }

    protected override async Task<int> RunAsync(ParseResult arguments, OpperClient opper, CancellationToken cancellationToken)
    {
        var (input, output) = (arguments.GetValue(_input), arguments.GetValue(_output));
        CheckFiles(arguments, [(_input.Name, input?.FullName), (_target.Schema.Name, arguments.GetValue(_target.Schema)?.FullName),
            (_journal.Name, arguments.GetValue(_journal))], _output);
        var isPipe = input is null || InputFile.MayBePipe(input.FullName);
        var pilot = arguments.GetValue(_pilot);
        if (pilot is not null && isPipe)
        {
            throw new UsageException($"--pilot needs to know how many rows there are, and '{input!.FullName}' is empty or a pipe.");
        }

        var (rows, outputFormat) = (Rows(arguments, input, isPipe, cancellationToken), _outputFormat.Read(arguments, output));
        // All rows are read before the first one is called. A pipe can be read only once.
        var count = isPipe ? (int?)null : await rows.CountAsync(cancellationToken);
        var target = await _target.ReadAsync(arguments, opper, cancellationToken);
        var runner = BatchRunner.For<RawJson, RawJson>(async (row, token) => Output(await target.Call(row, token)),
            Options(arguments, target, pilot ?? count));
        var (totals, isDone, watch) = (new BatchSummary(), false, Stopwatch.StartNew());
        try
        {
            await Console.WithBarAsync("Running", pilot ?? count, async done =>
            {
                var items = runner.RunAsync(pilot is null ? rows : rows.Take(pilot.Value), cancellationToken).Select(item =>
                {
                    totals = totals.With(item);
                    done();
                    return item;
                });
                await (output is null ? items.WriteAsync(Console.ForeignOut, outputFormat, cancellationToken: CancellationToken.None)
                    : items.WriteAsync(output.FullName, outputFormat, cancellationToken: CancellationToken.None));
            });
            isDone = true;
        }
        finally
        {
            if (isDone || totals.Rows > 0)
            {
                Show(arguments, totals, watch.Elapsed, count, isPilot: pilot is not null);
            }
        }

        return totals.Failed > 0 ? ExitCode.Found : ExitCode.Done;
    }

    private IAsyncEnumerable<RawJson> Rows(ParseResult arguments, FileInfo? input, bool isPipe, CancellationToken cancellationToken)
    {
        var format = _inputFormat.Read(arguments, input);
        if (input is not null && isPipe && format is BatchFormat.Parquet)
        {
            throw new UsageException($"'{input.FullName}' is empty or a pipe, from which Parquet cannot be read.");
        }

        var rows = isPipe
            ? InputFile.CancelableAsync(BatchFiles.ReadAsync<RawJson>(input is null ? Console.Host.In : Utf8Text.Open(input.FullName), format,
                cancellationToken: cancellationToken), cancellationToken)
            : BatchFiles.ReadAsync<RawJson>(input!.FullName, format, cancellationToken: cancellationToken);
        return arguments.GetValue(_field) is { } field
            ? rows.Select((row, index) =>
                row?[field] ?? throw new UsageException(FormattableString.Invariant($"Row {index + 1} is not a JSON object with '{field}'.")))
            : rows;
    }

    private static RawJson Output(CallResponse response) => response.JsonPayload ?? RawJson.From(response.Message);

    private BatchOptions Options(ParseResult arguments, CallTarget target, int? total)
    {
        var journal = arguments.GetValue(_journal)
            ?? (arguments.GetValue(_output) is { } output && !ReplacedFile.IsDevice(output.FullName) ? output.FullName + ".journal" : null);
        var concurrency = arguments.GetValue(_concurrency);
        return new BatchOptions
        {
            Name = "dotnet opper batch",
            Fingerprint = target.Fingerprint,
            JournalPath = journal is null ? null : JournalPath.Of(journal),
            RetryFailed = arguments.GetValue(_retryFailed),
            Order = arguments.GetValue(_ordered) ? BatchOrder.Input : BatchOrder.Completion,
            MaxConcurrency = concurrency,
            InitialConcurrency = Math.Min(8, concurrency),
            RequestsPerMinute = arguments.GetValue(_requests),
            TokensPerMinute = arguments.GetValue(_tokens),
            BudgetLimit = arguments.GetValue(_budget),
            MaxRowCost = arguments.GetValue(_maxRowCost),
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
