namespace Opper.Evaluation;

/// <summary>The output of a variant for a case.</summary>
/// <param name="Value">The output; text is a JSON string.</param>
/// <param name="SpanId">The span of the call, for which scores are recorded as metrics. Default: none.</param>
public sealed record EvaluationOutput(RawJson Value, string? SpanId = null)
{
    internal static EvaluationOutput Of(CallResponse response) => new(response.JsonPayload ?? RawJson.From(response.Message), response.SpanId);
}
