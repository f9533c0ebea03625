namespace Opper.Evaluation;

/// <summary>The answer of a variant to a case.</summary>
/// <param name="Output">The answer; text is a JSON string.</param>
/// <param name="SpanId">The span of the call, for which scores are recorded as metrics. Default: none.</param>
public sealed record EvaluationAnswer(RawJson Output, string? SpanId = null)
{
    internal static EvaluationAnswer Of(CallResponse response) => new(response.JsonPayload ?? RawJson.From(response.Message), response.SpanId);
}
