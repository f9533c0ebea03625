using AngleSharp.Dom;
using AngleSharp.Html.Parser;

namespace Opper.Emulator.Documents;

/// <summary>The visible text of an HTML page: blocks apart, headings and list items marked as in Markdown.</summary>
internal sealed class HtmlText
{
    private static readonly HashSet<string> s_unseen = new(StringComparer.OrdinalIgnoreCase) { "script", "style", "noscript", "template", "head", "svg" };

    private static readonly HashSet<string> s_blocks = new(StringComparer.OrdinalIgnoreCase)
    {
        "address", "article", "aside", "blockquote", "body", "dd", "div", "dl", "dt", "figcaption", "figure", "footer", "form", "header", "hr", "main",
        "nav", "ol", "p", "pre", "section", "table", "ul", "h1", "h2", "h3", "h4", "h5", "h6",
    };

    private readonly StringBuilder _text = new();
    private bool _marked;

    private HtmlText()
    {
    }

    public static string Read(byte[] content)
    {
        // The parser finds the encoding as browsers do.
        using var document = new HtmlParser().ParseDocument(new MemoryStream(content));
        var html = new HtmlText();
        if (document.Title is { Length: > 0 } title && document.QuerySelector("h1") is null)
        {
            html._text.Append("# ").Append(title.Trim());
        }

        html.Visit(document.DocumentElement, preformatted: false);
        return html._text.ToString().Trim();
    }

    private void Visit(INode node, bool preformatted)
    {
        switch (node)
        {
            case IText text:
                Write(text.Data, preformatted);
                break;
            case IElement element when s_unseen.Contains(element.LocalName) || element.HasAttribute("hidden"):
                break;
            case IElement { LocalName: "br" }:
                Break(1);
                break;
            case IElement element:
                Visit(element, preformatted || element.LocalName == "pre");
                break;
        }
    }

    private void Visit(IElement element, bool preformatted)
    {
        var name = element.LocalName;
        var breaks = s_blocks.Contains(name) ? 2 : name is "li" or "tr" ? 1 : 0;
        // A block within a list item or a cell begins on its line.
        if (!_marked)
        {
            Break(breaks);
        }

        var mark = name switch
        {
            ['h', >= '1' and <= '6' and var level] => new string('#', level - '0') + " ",
            "li" => "- ",
            "td" or "th" => "| ",
            _ => string.Empty,
        };
        _text.Append(mark);
        _marked |= mark.Length > 0;
        foreach (var child in element.ChildNodes)
        {
            Visit(child, preformatted);
        }

        _marked = false;
        if (name is "td" or "th")
        {
            Write(" ", preformatted: false);
        }

        Break(breaks);
    }

    private void Write(string data, bool preformatted)
    {
        foreach (var c in data)
        {
            if (preformatted || !char.IsWhiteSpace(c))
            {
                _text.Append(c);
                _marked = false;
            }
            else if (_text.Length > 0 && !char.IsWhiteSpace(_text[^1]))
            {
                _text.Append(' ');
            }
        }
    }

    /// <summary>Ends the line, with an empty one after it for two, unless it has ended so already.</summary>
    private void Break(int count)
    {
        if (count == 0 || _text.Length == 0)
        {
            return;
        }

        while (_text.Length > 0 && _text[^1] == ' ')
        {
            _text.Length--;
        }

        for (var there = 1; there <= count; there++)
        {
            if (_text.Length < there || _text[^there] != '\n')
            {
                _text.Append('\n', count - there + 1);
                return;
            }
        }
    }
}
