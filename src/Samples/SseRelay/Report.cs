using System.ComponentModel;

namespace Opper.Samples.SseRelay;

/// <summary>The output of the model.</summary>
/// <param name="Title">The title.</param>
/// <param name="Findings">The findings.</param>
public sealed record Report(
    [property: Description("A title of a few words.")] string Title,
    [property: Description("What is worth knowing, one sentence each.")] IReadOnlyList<string> Findings);
