using System.Net;
using System.Text;

namespace Opper.Evaluation.Reports;

/// <summary>Writes an HTML page. Text that is written with <see cref="Text"/> or as a value of an attribute is encoded.</summary>
internal sealed class HtmlText
{
    private readonly StringBuilder _html = new();

    /// <summary>Markup of the report.</summary>
    public HtmlText Markup(string markup)
    {
        _html.Append(markup);
        return this;
    }

    public HtmlText Text(string? text)
    {
        _html.Append(Encode(text));
        return this;
    }

    public HtmlText Element(string name, string? text, params (string Name, string? Value)[] attributes) => Open(name, attributes).Text(text).Close(name);

    public HtmlText Open(string name, params (string Name, string? Value)[] attributes)
    {
        _html.Append('<').Append(name);
        foreach (var (attribute, value) in attributes)
        {
            if (value is not null)
            {
                _html.Append(' ').Append(attribute).Append("=\"").Append(Encode(value)).Append('"');
            }
        }

        _html.Append('>');
        return this;
    }

    public HtmlText Close(string name) => Markup($"</{name}>");

    public override string ToString() => _html.ToString();

    private static string Encode(string? text) => WebUtility.HtmlEncode(VisibleText.Of(text));
}
