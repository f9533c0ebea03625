using System.Text.Json.Serialization;

namespace Opper.Evaluation.Running;

/// <summary>The key of a recorded score: everything that the scorer uses.</summary>
internal sealed record ScoredRow(string Input, string? Expected, string Output)
{
    [JsonIgnore]
    public ScoringContext? Context { get; init; }
}
