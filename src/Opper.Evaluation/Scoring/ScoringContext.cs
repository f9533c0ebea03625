using System.Text.Json;

namespace Opper.Evaluation;

/// <summary>The case and the output that are scored.</summary>
/// <param name="Case">The case.</param>
/// <param name="Output">The output.</param>
public sealed record ScoringContext(EvaluationCase Case, RawJson Output)
{
    /// <summary>The output as text: the value of a JSON string, otherwise the JSON.</summary>
    public string OutputText => Text(Output);

    /// <summary>The expected output as text, or <see langword="null"/>.</summary>
    public string? ExpectedText => Case.Expected is { } expected ? Text(expected) : null;

    internal static string Text(RawJson value) => value.ValueKind == JsonValueKind.String ? (string?)value ?? string.Empty : value.GetRawText();
}
