using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;
using UglyToad.PdfPig.Core;
using UglyToad.PdfPig.Fonts.Standard14Fonts;
using UglyToad.PdfPig.Writer;

namespace Opper.Integration;

/// <summary>Generated documents of several formats.</summary>
internal static class Samples
{
    /// <summary>The header of a PNG of 3 by 2 pixels.</summary>
    public static byte[] Png { get; } = [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13, (byte)'I', (byte)'H', (byte)'D', (byte)'R',
        0, 0, 0, 3, 0, 0, 0, 2, 8, 2, 0, 0, 0];

    /// <summary>A PDF with one line of text on each page.</summary>
    public static byte[] Pdf(params string[] pages)
    {
        using var builder = new PdfDocumentBuilder();
        var font = builder.AddStandard14Font(Standard14Font.Helvetica);
        foreach (var text in pages)
        {
            builder.AddPage(UglyToad.PdfPig.Content.PageSize.A4).AddText(text, 12, new PdfPoint(50, 700), font);
        }

        // Its ID is random, so it must not be in the recording of a test.
        return Encoding.Latin1.GetBytes(Regex.Replace(Encoding.Latin1.GetString(builder.Build()), "/ID \\[ <[0-9A-F]+><[0-9A-F]+>\\]",
            id => Regex.Replace(id.Value, "[0-9A-F](?=[0-9A-F]*>)", "0")));
    }

    public static byte[] Word(string heading, string text)
    {
        using var bytes = new MemoryStream();
        using (var word = WordprocessingDocument.Create(bytes, DocumentFormat.OpenXml.WordprocessingDocumentType.Document))
        {
            word.AddNewPart<MainDocumentPart>("application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
                "rId1").Document = new Document(new Body(
                new Paragraph(new ParagraphProperties(new ParagraphStyleId { Val = "Heading1" }), new Run(new Text(heading))),
                new Paragraph(new Run(new DocumentFormat.OpenXml.Wordprocessing.Text(text)))));
        }

        using (var archive = new ZipArchive(bytes, ZipArchiveMode.Update, leaveOpen: true))
        {
            foreach (var entry in archive.Entries)
            {
                entry.LastWriteTime = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
            }
        }

        return bytes.ToArray();
    }
}
