namespace Opper.Emulator.Completions.BuiltIn;

/// <summary>A piece of context for a question, with its key if it has one.</summary>
internal sealed record Passage(string? Key, string Text);
