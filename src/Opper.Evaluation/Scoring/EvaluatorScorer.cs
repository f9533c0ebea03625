using Microsoft.Extensions.AI;
using Microsoft.Extensions.AI.Evaluation;

namespace Opper.Evaluation.Scoring;

/// <summary>An evaluator of Microsoft.Extensions.AI.Evaluation.</summary>
internal sealed class EvaluatorScorer : Scorer
{
    private readonly IEvaluator _evaluator;
    private readonly ChatConfiguration? _chat;
    private readonly Func<ScoringContext, IEnumerable<EvaluationContext>>? _contexts;

    public EvaluatorScorer(IEvaluator evaluator, ChatConfiguration? chat, Func<ScoringContext, IEnumerable<EvaluationContext>>? contexts, string? fingerprint)
    {
        ArgumentNullException.ThrowIfNull(evaluator);
        (_evaluator, _chat, _contexts) = (evaluator, chat, contexts);
        Fingerprint = fingerprint is null ? null : $"evaluator {evaluator.GetType().FullName} {fingerprint}";
    }

    public override IReadOnlyCollection<string> Names => _evaluator.EvaluationMetricNames;

    public override string? Fingerprint { get; }

    public override async Task<IReadOnlyList<Score>> ScoreAsync(ScoringContext context, CancellationToken cancellationToken = default)
    {
        var result = await _evaluator.EvaluateAsync(
            [new ChatMessage(ChatRole.User, ScoringContext.Text(context.Case.Input))],
            new ChatResponse(new ChatMessage(ChatRole.Assistant, context.OutputText)),
            _chat,
            _contexts?.Invoke(context),
            cancellationToken).ConfigureAwait(false);
        return [.. Names.Except(result.Metrics.Keys, StringComparer.Ordinal).Select(name => Score.Failure(name, "The evaluator did not return this metric.")),
            .. result.Metrics.Values.Select(Read)];
    }

    private static Score Read(EvaluationMetric metric)
    {
        var error = metric.Diagnostics?.FirstOrDefault(diagnostic => diagnostic.Severity == EvaluationDiagnosticSeverity.Error);
        return error is not null ? Score.Failure(metric.Name, error.Message) : metric switch
        {
            NumericMetric { Value: { } value } => new Score(metric.Name, value, metric.Reason),
            BooleanMetric { Value: { } value } => new Score(metric.Name, value ? 1 : 0, metric.Reason),
            { Interpretation: { } interpretation } => new Score(metric.Name, interpretation.Failed ? 0 : 1, interpretation.Reason ?? metric.Reason),
            _ => Score.Failure(metric.Name, metric.Reason ?? "The evaluator returned no value."),
        };
    }
}
