namespace Opper.Emulator.Documents;

/// <summary>A page of a document: its text as Markdown, its size in dots at a resolution if it has one, and its pictures.</summary>
internal sealed record DocumentPage(string Markdown, PageSize? Size = null)
{
    public IReadOnlyList<PageImage> Images { get; init; } = [];
}
