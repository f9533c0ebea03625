using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;

namespace Opper.Emulator.Documents;

/// <summary>The paragraphs of a .docx file, with headings as in Markdown.</summary>
internal static class WordText
{
    /// <exception cref="UnreadableDocumentException">The file is not a valid .docx file.</exception>
    public static string Read(byte[] content)
    {
        try
        {
            using var word = WordprocessingDocument.Open(new MemoryStream(content), isEditable: false);
            var paragraphs = word.MainDocumentPart?.Document?.Body?.Descendants<Paragraph>() ?? [];
            return string.Join("\n\n", paragraphs.Select(Read).Where(p => p.Length > 0));
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            // The zip, XML and package readers throw different types of exceptions.
            throw new UnreadableDocumentException("The .docx file cannot be read: it is damaged or encrypted.", error);
        }
    }

    private static string Read(Paragraph paragraph)
    {
        var text = string.Concat(paragraph.Descendants().Select(e => e switch
        {
            DocumentFormat.OpenXml.Wordprocessing.Text t => t.Text,
            TabChar => "\t",
            Break => "\n",
            _ => string.Empty,
        })).Trim();
        return text.Length > 0
            && paragraph.ParagraphProperties?.ParagraphStyleId?.Val?.Value is ['H', 'e', 'a', 'd', 'i', 'n', 'g', >= '1' and <= '6' and var level]
            ? new string('#', level - '0') + " " + text
            : text;
    }
}
