using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Opper.Evaluation.Scoring;

/// <summary>The response of a judge.</summary>
internal sealed record JudgeVerdict
{
    [Description("What speaks for the answer and what against it, in one or two sentences.")]
    public required string Reasoning { get; init; }

    [Description("How well the answer meets the criteria: 0 not at all, 1 in full.")]
    [Range(0, 1)]
    public required double Score { get; init; }
}
