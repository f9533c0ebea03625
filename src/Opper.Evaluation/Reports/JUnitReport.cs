using System.Globalization;
using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace Opper.Evaluation.Reports;

/// <summary>The result of a gate as JUnit XML.</summary>
internal static class JUnitReport
{
    public static string Write(EvaluationReport report, GateResult gate)
    {
        var variant = report[gate.Variant];
        // GitLab shows the class as the suite, and ignores a further test with the same class and name, even in the file of another evaluation.
        var group = $"{report.Name}.{variant.Name}";
        var conditions = gate.Checks.Select(check => Test($"{group}.gate", check.Name, TimeSpan.Zero, check.Passed ? null : Problem("failure", check.Found)));
        var cases = variant.Results.Select(result => Test($"{group}.cases", result.Case.Id, result.Latency,
            result.Error is not null ? Problem("error", result.Error)
            : result.Scores.FirstOrDefault(score => score.IsFailure) is { } failed ? Problem("error", $"{failed.Name}: {failed.Reason}")
            : null));
        XElement[] suites = [Suite("gate", report.StartedAt, conditions), Suite(variant.Name, report.StartedAt, cases)];
        var suite = new XElement("testsuites", new XAttribute("name", VisibleText.Of(report.Name)), Counts([.. suites.Elements("testcase")]), suites);
        var text = new StringBuilder();
        using (var writer = XmlWriter.Create(text, new XmlWriterSettings { Indent = true, NewLineChars = "\n", OmitXmlDeclaration = true }))
        {
            suite.WriteTo(writer);
        }

        return text.Append('\n').ToString();
    }

    private static XElement Suite(string name, DateTimeOffset started, IEnumerable<XElement> tests)
    {
        var list = tests.ToList();
        var timestamp = started.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture);
        return new XElement("testsuite", new XAttribute("name", VisibleText.Of(name)), Counts(list), new XAttribute("timestamp", timestamp), list);
    }

    private static XAttribute[] Counts(List<XElement> tests) =>
    [
        new("tests", tests.Count),
        new("failures", tests.Count(test => test.Element("failure") is not null)),
        new("errors", tests.Count(test => test.Element("error") is not null)),
        new("time", Seconds(tests.Sum(test => (double)test.Attribute("time")!))),
    ];

    private static string Seconds(double seconds) => seconds.ToString("0.000", CultureInfo.InvariantCulture);

    private static XElement Test(string group, string name, TimeSpan time, XElement? problem) => new(
        "testcase",
        new XAttribute("classname", VisibleText.Of(group)),
        new XAttribute("name", VisibleText.Of(name)),
        new XAttribute("time", Seconds(time.TotalSeconds)),
        problem);

    // Some tools show the attribute, others the text.
    private static XElement Problem(string kind, string message) =>
        new(kind, new XAttribute("type", kind), new XAttribute("message", VisibleText.Of(message)), VisibleText.Of(message));
}
