using System.ComponentModel;

namespace Opper.Samples.RagWorker;

/// <summary>The output of the model.</summary>
/// <param name="Answer">The answer.</param>
/// <param name="Sources">The keys of the passages it is based on.</param>
internal sealed record GroundedAnswer(
    [property: Description("The answer, from the passages alone; says so if they do not hold it.")] string Answer,
    [property: Description("The keys of the passages the answer is taken from.")] IReadOnlyList<string> Sources);
