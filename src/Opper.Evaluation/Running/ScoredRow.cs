using System.Text.Json.Serialization;

namespace Opper.Evaluation.Running;

/// <summary>What a score is found again by: all that the scorer sees.</summary>
internal sealed record ScoredRow(string Input, string? Expected, string Answer)
{
    [JsonIgnore]
    public ScoringContext? Context { get; init; }
}
