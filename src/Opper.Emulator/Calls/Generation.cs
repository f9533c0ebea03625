namespace Opper.Emulator.Calls;

/// <summary>A completed call with its span, which has begun.</summary>
internal sealed record Generation(CallSpecification Call, Completion Completion, string SpanId, DateTimeOffset Started);
