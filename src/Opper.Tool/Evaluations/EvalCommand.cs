using System.CommandLine;
using Opper.Emulator.Tool;
using Opper.Evaluation;
using Opper.Tool.Functions;
using Opper.Tool.Streams;
using Opper.Tool.Terminal;

namespace Opper.Tool.Evaluations;

/// <summary>dotnet opper eval.</summary>
internal sealed class EvalCommand(ToolConsole console) : OnlineCommand(console)
{
    private readonly Argument<string> _function = new("function") { Description = "The function; its current version is the baseline." };
    private readonly Option<FileInfo?> _data = new Option<FileInfo?>("--data")
    {
        Description = "A JSONL file of cases with input, expected and id. Default: the function's own dataset.",
    };
    private readonly Option<string[]> _models = new("--model", "-m") { Description = "A model to evaluate. May be repeated.", DefaultValueFactory = _ => [] };
    private readonly Option<FileInfo[]> _prompts = new("--prompt", "-p")
    {
        Description = "A text file with instructions to evaluate; the name of the variant is the file name. May be repeated.",
        DefaultValueFactory = _ => [],
    };
    private readonly Option<string[]> _revisions = new("--revision")
    {
        Description = "The ID of a revision to evaluate. May be repeated.",
        DefaultValueFactory = _ => [],
    };
    private readonly Option<string[]> _scores = new("--score", "-s")
    {
        Description = $"The scorer: {ScorerText.Forms}. May be repeated.",
        DefaultValueFactory = _ => ["exact"],
    };

    private readonly Option<string?> _journal = new("--journal")
    {
        Description = "The SQLite file in which outputs and paid scores are recorded, so that an interrupted run can be resumed without paying twice.",
    };
    private readonly Option<int> _concurrency = new("--concurrency", "-c")
    {
        Description = "The maximum number of calls in flight.",
        DefaultValueFactory = _ => 16,
        CustomParser = NumberOption.From(1),
    };
    private readonly Option<bool> _noMetrics = new("--no-metrics") { Description = "Do not record scores as metrics of the spans." };
    private readonly GateOptions _gate = new();
    private readonly ReportFiles _files = new();

    public Command Make() => Make(
        "eval",
        $"Evaluates a function with other models, prompts and revisions, and checks the result against a gate. Exit code {ExitCode.Found} if the gate is not "
        + "passed.",
        [_function, _data, _models, _prompts, _revisions, _scores, _journal, _concurrency, _noMetrics, .. _gate.All, .. _files.All]);

    protected override async Task<int> RunAsync(ParseResult arguments, OpperClient opper, CancellationToken cancellationToken)
    {
        CheckFiles(arguments, [(_data.Name, arguments.GetValue(_data)?.FullName), (_journal.Name, arguments.GetValue(_journal)),
            .. arguments.GetRequiredValue(_prompts).Select(file => (_prompts.Name, file.FullName))], _files.All);
        var scorers = arguments.GetRequiredValue(_scores).Select(text => ScorerText.Read(text, opper)).ToList();
        var variants = await VariantsAsync(arguments, opper, cancellationToken);
        var conditions = _gate.Read(arguments);
        var judged = _gate.Variant(arguments);
        if (judged is not null && variants.All(variant => variant.Name != judged))
        {
            throw new UsageException($"There is no variant '{judged}'; there are {string.Join(", ", variants.Select(variant => $"'{variant.Name}'"))}.");
        }

        var journal = arguments.GetValue(_journal) is { } path ? JournalPath.Of(path) : null;
        await StoredFunction.GetAsync(opper, arguments.GetRequiredValue(_function), cancellationToken);
        _files.Check(arguments);
        // Opening a pipe blocks until there is a writer.
        var cases = await Task.Run(() => Cases(arguments, opper).ToListAsync(cancellationToken).AsTask(), CancellationToken.None).WaitAsync(cancellationToken);
        if (cases.Count == 0)
        {
            throw new UsageException("There are no cases: the dataset is empty.");
        }

        _gate.CheckScores(arguments, ScorerText.Scores(scorers, cases));

        EvaluationReport report = null!;
        await Console.WithBarAsync("Evaluating", variants.Count * cases.Count * (1 + scorers.Count), async done =>
        {
            var options = new EvaluationOptions
            {
                Name = arguments.GetRequiredValue(_function),
                JournalPath = journal,
                MaxConcurrency = arguments.GetValue(_concurrency),
                RecordMetrics = !arguments.GetValue(_noMetrics),
                Progress = new StageProgress(done),
            };
            report = await new EvaluationRunner(opper, options).RunAsync(cases, variants, scorers, cancellationToken);
        });

        var gate = conditions.Check(report, judged);
        // First, as the program that reads the output may have ended.
        _files.Write(arguments, report, gate);
        Show(report, gate, IsJson(arguments));
        return gate.Passed ? ExitCode.Done : ExitCode.Found;
    }

    private async Task<List<EvaluationVariant>> VariantsAsync(ParseResult arguments, OpperClient opper, CancellationToken cancellationToken)
    {
        var function = arguments.GetRequiredValue(_function);
        var files = arguments.GetRequiredValue(_prompts);
        if (files.GroupBy(file => Path.GetFileNameWithoutExtension(file.Name)).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            throw new UsageException($"Two prompts are named '{twice.Key}' by their files: {string.Join(", ", twice.Select(file => file.FullName))}.");
        }

        var prompts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var file in files)
        {
            prompts.Add(Path.GetFileNameWithoutExtension(file.Name), (await Utf8Text.ReadFileAsync(file.FullName, cancellationToken)).Trim());
        }

        var (models, revisions) = (arguments.GetRequiredValue(_models), arguments.GetRequiredValue(_revisions));
        var baseline = EvaluationVariant.OfFunction(opper, function);
        return models.Length + revisions.Length + prompts.Count == 0
            ? [baseline]
            : [baseline, .. EvaluationVariant.Combine(opper, function, models, prompts, revisions)];
    }

    private IAsyncEnumerable<EvaluationCase> Cases(ParseResult arguments, OpperClient opper) => arguments.GetValue(_data) is { } file
        ? EvaluationDataset.FromJsonlAsync(file.FullName)
        : EvaluationDataset.FromFunctionAsync(opper, arguments.GetRequiredValue(_function));

    private void Show(EvaluationReport report, GateResult gate, bool isJson)
    {
        if (!isJson)
        {
            EvaluationView.Show(Console, report, gate);
            return;
        }

        Console.WriteJson(new
        {
            gate.Passed,
            gate.Variant,
            gate.Checks,
            Variants = report.Variants.Select(variant => new
            {
                variant.Name,
                Scores = variant.ScoreNames.ToDictionary(score => score, score => variant.Mean(score)),
                variant.Failures,
                variant.Cost,
                variant.ScoringCost,
                LatencyMs = variant.LatencyPercentile(0.95).TotalMilliseconds,
                Compared = report.Compare(variant.Name),
            }),
        });
    }
}
