namespace Opper.Analyzers;

/// <summary>A type that the client refuses.</summary>
/// <param name="Text">What the exception says.</param>
/// <param name="IsOfFamily">Whether derived types are missing.</param>
/// <param name="IsForEachSource">Whether metadata of the caller's cannot describe the type either.</param>
internal sealed record Refusal(string Text, bool IsOfFamily, bool IsForEachSource);
