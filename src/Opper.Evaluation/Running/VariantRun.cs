using Opper.Batch;
using Opper.Evaluation.Reports;
using Opper.Evaluation.Variants;

namespace Opper.Evaluation.Running;

/// <summary>One variant: its outputs, their scores, and the metrics of these.</summary>
internal sealed class VariantRun(OpperClient opper, EvaluationOptions options, string variant, PreparedVariant prepared,
    IReadOnlyList<EvaluationCase> cases, IReadOnlyList<Scorer> scorers)
{
    private const int MaxCommentLength = 500;

    public async Task<VariantReport> RunAsync(CancellationToken cancellationToken)
    {
        var results = await CallAsync(cancellationToken).ConfigureAwait(false);
        foreach (var scorer in scorers)
        {
            await ScoreAsync(scorer, results, cancellationToken).ConfigureAwait(false);
        }

        if (options.RecordMetrics)
        {
            await RecordAsync(results, cancellationToken).ConfigureAwait(false);
        }

        return new VariantReport(variant, results);
    }

    private async Task<CaseResult[]> CallAsync(CancellationToken cancellationToken)
    {
        var runner = BatchRunner.For<CaseRow, RecordedOutput>(
            async (row, token) =>
            {
                var output = await prepared.Call(row.Case!.Input, token).ConfigureAwait(false);
                return new RecordedOutput(output.Value.GetRawText(), output.SpanId);
            },
            options.ToBatchOptions($"outputs {prepared.Fingerprint}"));
        var results = new CaseResult[cases.Count];
        await foreach (var item in Reported(EvaluationProgress.Outputs,
            runner.RunAsync(cases.Select(one => new CaseRow(one.Input.GetRawText()) { Case = one }), cancellationToken)).ConfigureAwait(false))
        {
            results[item.Index] = new CaseResult(cases[(int)item.Index])
            {
                Output = item.Output is { } output ? RawJson.Parse(output.Json) : null,
                SpanId = item.Output?.SpanId,
                Error = item.Error?.Message,
                Cost = item.Cost,
                Latency = item.Duration,
                InputTokens = item.InputTokens,
                OutputTokens = item.OutputTokens,
                IsReplayed = item.IsReplayed,
            };
        }

        return results;
    }

    private async Task ScoreAsync(Scorer scorer, CaseResult[] results, CancellationToken cancellationToken)
    {
        // A scorer may not know the names of its scores in advance; its failures are failures all the same.
        IReadOnlyCollection<string> names = scorer.Names.Count > 0 ? scorer.Names : ["scores"];
        foreach (var failed in results.Where(result => result.Output is null))
        {
            failed.Add(names.Select(name => Score.Failure(name, failed.Error ?? "There is no output.")));
        }

        var batch = options.ToBatchOptions($"scores {scorer.Fingerprint}");
        if (scorer.Fingerprint is null)
        {
            batch.JournalPath = null;
        }

        var runner = BatchRunner.For<ScoredRow, IReadOnlyList<Score>>(
            async (row, token) => [.. (await scorer.ScoreAsync(row.Context!, token).ConfigureAwait(false)).Select(Measured)],
            batch);
        var completed = results.Where(result => result.Output is not null).ToList();
        var rows = completed.Select(result => new ScoredRow(result.Case.Input.GetRawText(), result.Case.Expected?.GetRawText(), result.Output!.GetRawText())
        {
            Context = new ScoringContext(result.Case, result.Output!),
        });
        await foreach (var item in Reported(names.First(), runner.RunAsync(rows, cancellationToken)).ConfigureAwait(false))
        {
            var result = completed[(int)item.Index];
            result.Add(item.Output ?? [.. names.Select(name => Score.Failure(name, item.Error!.Message))]);
            result.ScoringCost += item.Cost;
        }
    }

    private async Task RecordAsync(CaseResult[] results, CancellationToken cancellationToken)
    {
        var metrics = (from result in results
                       where result.SpanId is not null
                       from score in result.Scores
                       where !score.IsFailure
                       select (Result: result, Row: new MetricRow(result.SpanId!, score.Name, score.Value!.Value, Shorten(score.Reason)))).ToList();
        var runner = BatchRunner.For<MetricRow, string>(
            async (row, token) =>
                (await opper.SpanMetrics.CreateAsync(row.SpanId, row.Dimension, row.Value, row.Comment, cancellationToken: token).ConfigureAwait(false)).Id,
            options.ToBatchOptions("metrics"));
        var rows = metrics.Select(metric => metric.Row).ToList();
        await foreach (var item in Reported(EvaluationProgress.Metrics, runner.RunAsync(rows, cancellationToken)).ConfigureAwait(false))
        {
            if (!item.Succeeded)
            {
                metrics[(int)item.Index].Result.MetricErrors++;
            }
        }
    }

    private async IAsyncEnumerable<BatchItem<TIn, TOut>> Reported<TIn, TOut>(string stage, IAsyncEnumerable<BatchItem<TIn, TOut>> items)
    {
        var done = 0;
        await foreach (var item in items.ConfigureAwait(false))
        {
            yield return item;
            options.Progress?.Report(new EvaluationProgress(variant, stage, ++done, cases.Count));
        }
    }

    private static Score Measured(Score score) =>
        score.Value is { } value && !double.IsFinite(value) ? Score.Failure(score.Name, "The score is not a finite number.") : score;

    private static string? Shorten(string? reason) => reason is null ? null : VisibleText.Shorten(reason, MaxCommentLength - 1);
}
