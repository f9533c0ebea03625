using System.ComponentModel;

namespace Opper.Quickstart;

internal sealed record Character
{
    [Description("The name, as the text has it most often")]
    public required string Name { get; init; }

    [Description("The part played in the story, in a few words")]
    public required string Role { get; init; }
}
