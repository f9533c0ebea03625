using Opper.Evaluation.Reports;

namespace Opper.Evaluation.Scoring;

/// <summary>A difference between an output and the expected one.</summary>
internal sealed record JsonDifference(string Path, string? Expected, string? Output)
{
    private const int MaxLength = 80;

    public override string ToString() => $"{Path}: expected {Shorten(Expected)}, got {Shorten(Output)}";

    private static string Shorten(string? json) => json is null ? "nothing" : VisibleText.Shorten(json, MaxLength);
}
