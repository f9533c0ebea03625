namespace Opper.Analyzers;

/// <summary>A type that the client rejects.</summary>
/// <param name="Text">The message of the exception.</param>
/// <param name="IsOfFamily">Whether derived types are not declared.</param>
/// <param name="IsForEachSource">Whether the type is rejected even if the caller provides metadata.</param>
internal sealed record Refusal(string Text, bool IsOfFamily, bool IsForEachSource);
