namespace Opper.Emulator.Documents;

/// <summary>A page of a document: its text as Markdown, its size in pixels and resolution, if known, and its images.</summary>
internal sealed record DocumentPage(string Markdown, PageSize? Size = null)
{
    public IReadOnlyList<PageImage> Images { get; init; } = [];
}
