namespace Opper.Evaluation.Scoring;

/// <summary>A difference between an answer and the expected one.</summary>
internal sealed record JsonDifference(string Path, string? Expected, string? Answer)
{
    private const int MaxLength = 80;

    public override string ToString() => $"{Path}: expected {Shorten(Expected)}, got {Shorten(Answer)}";

    private static string Shorten(string? json) => json is null ? "nothing" : json.Length <= MaxLength ? json : json[..MaxLength] + "…";
}
