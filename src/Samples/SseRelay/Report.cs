using System.ComponentModel;

namespace Opper.Samples.SseRelay;

/// <summary>What the model is to write.</summary>
/// <param name="Title">A title.</param>
/// <param name="Findings">What was found.</param>
public sealed record Report(
    [property: Description("A title of a few words.")] string Title,
    [property: Description("What is worth knowing, one sentence each.")] IReadOnlyList<string> Findings);
