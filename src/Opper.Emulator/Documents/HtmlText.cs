using AngleSharp.Dom;
using AngleSharp.Html.Parser;

namespace Opper.Emulator.Documents;

/// <summary>The visible text of an HTML page, with blocks separated, and headings and list items marked as in Markdown.</summary>
internal static partial class HtmlText
{
    // Placeholders for white space, while that of the source is being collapsed.
    private const char Line = '\u0001';
    private const char Block = '\u0002';
    private const char EndOfMark = '\u0003';
    private const char PreformattedLine = '\u0004';
    private const char PreformattedSpace = '\u0005';

    private const string Unseen = "script, style, noscript, template, head, svg, [hidden]";
    private const string Blocks =
        "address, article, aside, blockquote, dd, div, dl, dt, figcaption, figure, footer, form, header, hr, main, nav, ol, p, "
        + "pre, section, table, ul, h1, h2, h3, h4, h5, h6";

    public static string Read(byte[] content)
    {
        // The parser detects the encoding as browsers do.
        using var document = new HtmlParser().ParseDocument(new MemoryStream(content));
        var title = document.QuerySelector("h1") is null ? document.Title?.Trim() : null;
        foreach (var element in document.QuerySelectorAll(Unseen).ToList())
        {
            element.Remove();
        }

        Surround(document, Blocks, Block, Block);
        Surround(document, "li, tr", Line, Line);
        Surround(document, "td, th", ' ', ' ');
        Surround(document, "br", Line, Line);
        foreach (var element in document.QuerySelectorAll("pre"))
        {
            element.TextContent = element.TextContent.Replace('\n', PreformattedLine).Replace(' ', PreformattedSpace);
        }

        foreach (var element in document.QuerySelectorAll("h1, h2, h3, h4, h5, h6, li, td, th"))
        {
            var mark = element.LocalName switch
            {
                ['h', >= '1' and <= '6' and var level] => new string('#', level - '0'),
                "li" => "-",
                _ => "|",
            };
            element.Prepend(document.CreateTextNode($"{mark} {EndOfMark}"));
        }

        var text = WhiteSpace().Replace(document.DocumentElement.TextContent, " ");
        // A block at the start of a list item or a cell stays on the same line.
        text = AfterMark().Replace(text, string.Empty);
        text = Breaks().Replace(text, breaks => breaks.Value.Contains(Block, StringComparison.Ordinal) ? "\n\n" : "\n");
        text = text.Replace(PreformattedLine, '\n').Replace(PreformattedSpace, ' ').Trim();
        return string.IsNullOrEmpty(title) ? text : $"# {title}\n\n{text}";
    }

    private static void Surround(IDocument document, string selector, char before, char after)
    {
        foreach (var element in document.QuerySelectorAll(selector))
        {
            element.Before(document.CreateTextNode(before.ToString()));
            element.After(document.CreateTextNode(after.ToString()));
        }
    }

    [GeneratedRegex(@"[ \t\r\n]+")]
    private static partial Regex WhiteSpace();

    [GeneratedRegex(@"\u0003[\u0001\u0002 ]*")]
    private static partial Regex AfterMark();

    [GeneratedRegex(@"[ \u0001\u0002]*[\u0001\u0002][ \u0001\u0002]*")]
    private static partial Regex Breaks();
}
