namespace Opper.Emulator.Completions.BuiltIn;

/// <summary>A passage of context for a question, with its key, if any.</summary>
internal sealed record Passage(string? Key, string Text);
