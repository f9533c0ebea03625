using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using CsCheck;
using Markdig;
using Markdig.Extensions.Tables;

namespace Opper.Evaluation.Tests;

/// <summary>Reports in Markdown, XML and HTML show any text as it is, with U+FFFD for characters that are not visible.</summary>
public sealed partial class ReportTextTests : EvaluationTest
{
    // GitHub's syntax, and what it and GitLab link afterwards.
    private static readonly MarkdownPipeline Markdown = new MarkdownPipelineBuilder().UsePipeTables(new PipeTableOptions { UseHeaderForColumnCount = true })
        .UseEmphasisExtras().UseAutoLinks().UseTaskLists().UseMathematics().UseFootnotes().UseEmojiAndSmiley(enableSmileys: false).Build();

    private static readonly Gen<string> Pieces = Gen.OneOf(
        Gen.OneOf("@octocat", "@org/team", "#1", "org/repo#12", "GH-7", "!5", "%1", "~bug", "&3", "$2", "^alert", "https://example.com/issues/1",
            "http://a.b", "www.example.com", "a@b.example", "mailto:a@b.example", ":tada:", "\\|", "\\\\|", "|", "||", "\\", "`", "``", "`|`", "```\ncode\n```",
            "$x$", "$$", "**bold**", "_it_", "~~no~~", "[a](b)", "![a](b)", "[^1]", "[x]", "- [ ] a", "# h", "---",
            "> q", "<b>", "</td></tr></table>", "<!--", "-->",
            "<!-- -->", "<script>", "&lt;", "&#64;", "&amp;", "<a@b.example>", "<https://example.com>"),
        Gen.OneOf("\n", "\r", "\r\n", "\t", " ", "\u00A0", "\u0085", "\u2028", "\0", "\u0007", "\u001b[31m", "\u009b31m", "\u007f", "\u202Ex\u202C",
            "\u2066y\u2069", "\uD800", "\uDC00", "\uFFFE", "\uFFFF",
            "\uFEFF", "😀", "é", "日本"),
        Gen.String[Gen.Char[' ', '~'], 1, 4]);

    private static readonly Gen<string> Texts = Pieces.Array[0, 6].Select(string.Concat).Where(text => !string.IsNullOrWhiteSpace(text));

    [Test]
    public async Task Markdown_shows_any_text_as_it_is_and_links_nothing()
    {
        await Gen.Select(Texts, Texts, Texts, Texts).SampleAsync(async (name, variant, score, reason) =>
        {
            var (report, gate) = await ReportAsync(name, variant, score, reason);

            var page = await new HtmlParser().ParseDocumentAsync(Markdig.Markdown.ToHtml(report.ToMarkdown(gate), Markdown));

            var tables = page.QuerySelectorAll("table");
            Assert.That(page.QuerySelector("h2")!.TextContent, Is.EqualTo(Line(name)));
            Assert.That(Cells(tables[0].QuerySelectorAll("tbody tr")[0]), Is.EqualTo(new[] { "❌", "at most 0 calls and scores fail",
                Line($"2, the first: {score}: {reason}") }));
            Assert.That(Cells(tables[1].QuerySelector("thead tr")!), Is.EqualTo(new[] { "variant", Line(score), "failures", "cost, USD", "latency, 95 %" }));
            Assert.That(tables[1].QuerySelectorAll("tbody tr").Select(row => Cells(row)[0]), Is.EqualTo(new[] { "base (baseline)", Line(variant) }));
            Assert.That(page.Body!.QuerySelectorAll("*").Select(element => element.LocalName).Distinct(),
                Is.SubsetOf(new[] { "h2", "p", "strong", "table", "thead", "tbody", "tr", "th", "td" }));
            Assert.That(page.Body.Descendants<IText>().Select(text => text.Data), Has.None.Matches<string>(text => Reference().IsMatch(text!)));
        }, iter: 300, threads: 1);
    }

    [Test]
    public async Task XML_shows_any_text_as_it_is()
    {
        await Gen.Select(Texts, Texts, Texts, Texts).SampleAsync(async (name, variant, score, reason) =>
        {
            var (report, gate) = await ReportAsync(name, variant, score, reason);

            var xml = XDocument.Parse(gate.ToJUnit(report));

            Assert.That(xml.Root!.Attribute("name")!.Value, Is.EqualTo(Shown(name)));
            Assert.That(xml.Root.Elements().Last().Attribute("name")!.Value, Is.EqualTo(Shown(variant)));
            Assert.That(xml.Descendants("failure").First().Attribute("message")!.Value, Is.EqualTo(Shown($"2, the first: {score}: {reason}")));
            Assert.That(xml.Descendants("error").Select(error => error.Value), Is.All.EqualTo(Shown($"{score}: {reason}")));
        }, iter: 300, threads: 1);
    }

    [Test]
    public async Task HTML_shows_any_text_as_it_is()
    {
        await Gen.Select(Texts, Texts, Texts, Texts).SampleAsync(async (name, variant, score, reason) =>
        {
            var (report, _) = await ReportAsync(name, variant, score, reason);

            var page = await new HtmlParser().ParseDocumentAsync(report.ToHtml());

            Assert.That(page.QuerySelector("h1")!.TextContent, Is.EqualTo(Shown(name)));
            Assert.That(page.QuerySelectorAll("tr[data-variant]")[^1].GetAttribute("data-variant"), Is.EqualTo(Shown(variant)));
            Assert.That(page.QuerySelectorAll("tr[data-variant] td[title]")[^1].GetAttribute("title"), Is.EqualTo(Shown(reason)));
            Assert.That(page.QuerySelectorAll("tr[data-variant] details p")[^1].TextContent, Is.EqualTo(Shown($"{score}: {reason}")));
        }, iter: 100, threads: 1);
    }

    private async Task<(EvaluationReport Report, GateResult Gate)> ReportAsync(string name, string variant, string score, string reason)
    {
        variant = variant == "base" ? "other" : variant;
        var report = await new EvaluationRunner(Opper, new EvaluationOptions { Name = name }).RunAsync(
            [new EvaluationCase("1", "x", "y"), new EvaluationCase("2", "x", "y")],
            [EvaluationVariant.Of("base", "1", (_, _) => Task.FromResult(new EvaluationOutput("y"))),
                EvaluationVariant.Of(variant, "1", (_, _) => Task.FromResult(new EvaluationOutput("z")))],
            [Scorers.Of(score, _ => Score.Failure(score, reason))]);
        return (report, new EvaluationGate().Check(report));
    }

    private static string[] Cells(IElement row) => [.. row.Children.Select(cell => cell.TextContent)];

    private static string Line(string text) => Shown(string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));

    private static string Shown(string text) => string.Concat(text.Replace("\r\n", "\n", StringComparison.Ordinal).EnumerateRunes()
        .Select(rune => (Rune.GetUnicodeCategory(rune) == UnicodeCategory.Control && rune.Value is not ('\n' or '\t'))
            || rune.Value is (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069) or 0xFFFE or 0xFFFF
            ? "\uFFFD" : rune.ToString()));

    [GeneratedRegex(@"[@#!~&$^:][\w/]|%\d|GH-\d|www\.\w", RegexOptions.IgnoreCase)]
    private static partial Regex Reference();
}
