using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Opper.Quickstart;

/// <summary>The data to extract from the text; the output schema is created from this record.</summary>
internal sealed record StoryCard
{
    [Description("The title of the text")]
    public required string Title { get; init; }

    [Description("Who wrote it")]
    public required string Author { get; init; }

    [Description("The year of its first publication, if the text says so")]
    public int? Year { get; init; }

    [Description("Where and when it takes place, in one sentence")]
    public required string Setting { get; init; }

    [Description("The characters who act in it, the most important one first")]
    [MaxLength(6)]
    public required IReadOnlyList<Character> Characters { get; init; }

    [Description("Its themes, in one or two words each")]
    [MaxLength(5)]
    public required IReadOnlyList<string> Themes { get; init; }

    [Description("The tone of the narration")]
    public required Tone Tone { get; init; }

    [Description("What happens, in one line")]
    public required string Summary { get; init; }
}
