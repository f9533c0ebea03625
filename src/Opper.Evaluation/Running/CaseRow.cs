using System.Text.Json.Serialization;

namespace Opper.Evaluation.Running;

/// <summary>What an answer is found again by: the input.</summary>
internal sealed record CaseRow(string Input)
{
    [JsonIgnore]
    public EvaluationCase? Case { get; init; }
}
