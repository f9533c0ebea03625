using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using CsCheck;

namespace Opper.Evaluation.Tests;

/// <summary>The HTML report: self-contained, and safe for any data.</summary>
public sealed class ReportTests : EvaluationTest
{
    private static readonly string[] Hostile =
    [
        "</script><script>alert(1)</script>", "</style><img src=x onerror=alert(1)>", "\" onmouseover=\"alert(1)", "' autofocus onfocus='alert(1)", "<!--",
        "-->", "]]>", "&lt;b&gt;", "</td></tr></table>", "</title>", "\0\u0007\u202Ex", "<svg onload=alert(1)>", "javascript:alert(1)", "\uD800",
        "\u2028alert(1)\u2029",
    ];

    [Test]
    public async Task Data_cannot_inject_markup_into_the_page()
    {
        await Gen.Select(Gen.OneOf(Hostile), Gen.OneOf(Hostile), Gen.OneOf(Hostile), Gen.OneOf(Hostile)).SampleAsync(async (name, input, expected, answer) =>
        {
            var (hostile, plain) = (await PageAsync(name, input, expected, answer), await PageAsync("name", "input", "expected", "answer"));

            // The text may differ in lines; elements other than diff lines, and their attributes, may not.
            Assert.That(Shape(hostile), Is.EqualTo(Shape(plain)));
            Assert.That(hostile.Scripts.Select(script => script.Text), Is.EqualTo(plain.Scripts.Select(script => script.Text)));
        }, iter: 60, threads: 1);
    }

    [TestCase("\"\\ud800\"")]
    [TestCase("{\"\\ud800\": \"\\udc00\", \"a\": [\"\\ud800x\"]}")]
    [TestCase("[\"\\udc00\\ud800\"]")]
    public async Task Unpaired_surrogates_do_not_prevent_a_report(string json)
    {
        var value = RawJson.Parse(json);
        var report = await new EvaluationRunner(Opper).RunAsync(
            [new EvaluationCase("1", value, value), new EvaluationCase("2", value, "x"), new EvaluationCase("3", "x", value)],
            [EvaluationVariant.Of("v", "1", (_, _) => Task.FromResult(new EvaluationOutput(value))), EvaluationVariant.Of("w", "1", (_, _) =>
                Task.FromResult(new EvaluationOutput(RawJson.From("x"))))],
            [Scorers.Exact(), Scorers.JsonDiff(), Scorers.Fields(), Scorers.Regex("x")]);

        var gate = new EvaluationGate().Require("exact", 0.5).Check(report);
        Assert.That(report.ToHtml(), Does.EndWith("</html>\n"));
        Assert.That(report.ToMarkdown(gate), Is.Not.Empty);
        Assert.That(System.Xml.Linq.XDocument.Parse(gate.ToJUnit(report)).Descendants("testcase").Count(), Is.EqualTo(5));
        Assert.That(report["v"].Results[0].Scores.Where(score => score.Name is "exact" or "json").Select(score => score.Value), Has.All.EqualTo(1));
    }

    [Test]
    public async Task Reports_do_not_depend_on_the_culture()
    {
        var report = await new EvaluationRunner(Opper).RunAsync(EvaluationDataset.Of(("1", "a"), ("2", "b"), ("3", "b")),
            [Table("base", ("1", "a"), ("2", "b"), ("3", "b")), Table("other", ("1", "a"), ("2", "a"), ("3", "b"))], [Scorers.Exact()]);
        string Reports()
        {
            var gate = new EvaluationGate().Require("exact", 0.5).RequireNoRegression("exact", 0.1).RequireCost(0.5m)
                .RequireLatency(TimeSpan.FromMilliseconds(1500)).Check(report);
            return report.ToHtml() + report.ToMarkdown(gate) + gate.ToJUnit(report);
        }

        var before = Reports();
        var other = (System.Globalization.CultureInfo)System.Globalization.CultureInfo.InvariantCulture.Clone();
        (other.NumberFormat.NumberDecimalSeparator, other.NumberFormat.NegativeSign, other.DateTimeFormat.TimeSeparator) = (",", "\u2212", ".");
        var own = System.Globalization.CultureInfo.CurrentCulture;
        try
        {
            System.Globalization.CultureInfo.CurrentCulture = other;
            Assert.That(Reports(), Is.EqualTo(before));
        }
        finally
        {
            System.Globalization.CultureInfo.CurrentCulture = own;
        }
    }

    [Test]
    public async Task The_page_shows_the_data_unchanged()
    {
        const string Text = "</script> & <b>bold</b> \"quoted\"";

        var page = await PageAsync("name", Text, "expected", Text);

        Assert.That(page.QuerySelector("details pre")!.TextContent, Is.EqualTo(Text));
        Assert.That(page.QuerySelector(".diff ins")!.TextContent, Is.EqualTo("+ " + Text));
        Assert.That(page.QuerySelector(".diff del")!.TextContent, Is.EqualTo("- expected"));
    }

    [Test]
    public async Task The_page_loads_no_external_resource()
    {
        var page = await PageAsync("name", "https://example.com/x", "e", "a");

        Assert.That(page.QuerySelectorAll("[src], [href], link, iframe, object, embed, base, form"), Is.Empty);
        Assert.That(page.QuerySelector("meta[http-equiv=Content-Security-Policy]")!.GetAttribute("content"), Does.StartWith("default-src 'none'"));
        Assert.That(page.QuerySelectorAll("style")[0].TextContent, Does.Not.Contain("url(").And.Not.Contain("@import"));
    }

    [Test]
    public async Task Plots_and_tables_have_a_row_per_variant()
    {
        var page = await PageAsync("name", "input", "expected", "answer");

        Assert.That(page.QuerySelectorAll("svg").Select(plot => plot.GetAttribute("aria-label")),
            Is.EqualTo(new[] { "Latency of the calls", "Cost of the calls" }));
        Assert.That(page.QuerySelectorAll("svg")[0].QuerySelectorAll(".median"), Has.Length.EqualTo(2));
        Assert.That(page.QuerySelectorAll("tr[data-variant]").Select(row => row.GetAttribute("data-equal")),
            Is.EqualTo(new[] { "false", "false", "false", "false" }));
    }

    [Test]
    public async Task The_first_rows_of_many_are_shown_and_all_of_them_without_scripts()
    {
        var report = await new EvaluationRunner(Opper).RunAsync(Enumerable.Range(0, 300).Select(i => new EvaluationCase($"{i}", "x", "y")),
            [Table("a", ("x", "y")), Table("b", ("x", "z"))], [Scorers.Exact()]);

        var page = await new HtmlParser().ParseDocumentAsync(report.ToHtml());

        var rows = page.QuerySelectorAll("tr[data-variant]");
        Assert.That(rows.Select(row => row.HasAttribute("hidden")), Is.EqualTo(Enumerable.Range(0, 600).Select(i => i >= 500)));
        Assert.That(page.QuerySelector("noscript style")!.TextContent, Does.StartWith("tr[hidden] { display: table-row; }"));
        Assert.That(page.QuerySelector("button#more")!.HasAttribute("hidden"), "The script shows it.");
    }

    private async Task<IDocument> PageAsync(string name, string input, string expected, string answer)
    {
        var report = await new EvaluationRunner(Opper, new EvaluationOptions { Name = name }).RunAsync(
            [new EvaluationCase(name, input, expected), new EvaluationCase("other", "x", "y")],
            [EvaluationVariant.Of("v " + name, "1", (_, _) => Task.FromResult(new EvaluationOutput(answer))),
                EvaluationVariant.Of("failing", "1", (_, _) => throw new InvalidOperationException(answer))],
            [Scorers.Of("score " + name, context => new Score("score " + name, 1, answer))]);
        return await new HtmlParser().ParseDocumentAsync(report.ToHtml());
    }

    private static string Shape(IDocument page) => string.Join('\n', page.All
        .Where(element => element.ParentElement?.ClassName != "diff")
        .Select(element => $"{element.LocalName} {string.Join(' ', element.Attributes.Select(attribute => attribute.Name))}"));
}
