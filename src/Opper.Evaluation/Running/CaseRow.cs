using System.Text.Json.Serialization;

namespace Opper.Evaluation.Running;

/// <summary>The key of a recorded output: the input.</summary>
internal sealed record CaseRow(string Input)
{
    [JsonIgnore]
    public EvaluationCase? Case { get; init; }
}
