using System.ComponentModel;

namespace Opper.Samples.RagWorker;

/// <summary>What the model is to answer.</summary>
/// <param name="Answer">The answer.</param>
/// <param name="Sources">Where it stands.</param>
internal sealed record GroundedAnswer(
    [property: Description("The answer, from the passages alone; says so if they do not hold it.")] string Answer,
    [property: Description("The keys of the passages the answer is taken from.")] IReadOnlyList<string> Sources);
