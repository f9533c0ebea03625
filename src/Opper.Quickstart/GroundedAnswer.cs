using System.ComponentModel;

namespace Opper.Quickstart;

internal sealed record GroundedAnswer
{
    [Description("The answer, from the passages alone; says so if they do not hold it")]
    public required string Answer { get; init; }

    [Description("The keys of the passages the answer is taken from")]
    public required IReadOnlyList<string> Sources { get; init; }
}
