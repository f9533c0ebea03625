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
        var conditions = gate.Checks.Select(check => Test("gate", check.Name, TimeSpan.Zero, check.Passed ? null : Problem("failure", check.Found)));
        var cases = variant.Results.Select(result => Test("cases", result.Case.Id, result.Latency,
            result.Error is not null ? Problem("error", result.Error)
            : result.Scores.FirstOrDefault(score => score.IsFailure) is { } failed ? Problem("error", $"{failed.Name}: {failed.Reason}")
            : null));
        var suite = new XElement(
            "testsuites",
            new XAttribute("name", Valid(report.Name)),
            Suite("gate", conditions),
            Suite(variant.Name, cases));
        var text = new StringBuilder();
        using (var writer = XmlWriter.Create(text, new XmlWriterSettings { Indent = true, NewLineChars = "\n", OmitXmlDeclaration = true }))
        {
            suite.WriteTo(writer);
        }

        return text.Append('\n').ToString();
    }

    private static XElement Suite(string name, IEnumerable<XElement> tests)
    {
        var list = tests.ToList();
        return new XElement(
            "testsuite",
            new XAttribute("name", Valid(name)),
            new XAttribute("tests", list.Count),
            new XAttribute("failures", list.Count(test => test.Element("failure") is not null)),
            new XAttribute("errors", list.Count(test => test.Element("error") is not null)),
            list);
    }

    private static XElement Test(string group, string name, TimeSpan time, XElement? problem) => new(
        "testcase",
        new XAttribute("classname", group),
        new XAttribute("name", Valid(name)),
        new XAttribute("time", time.TotalSeconds.ToString("0.000", CultureInfo.InvariantCulture)),
        problem);

    private static XElement Problem(string kind, string message) => new(kind, new XAttribute("message", Valid(message)));

    // XML does not allow most control characters or unpaired surrogates.
    private static string Valid(string text) =>
        string.Concat(text.EnumerateRunes().Select(rune => rune.Value > char.MaxValue || XmlConvert.IsXmlChar((char)rune.Value) ? rune.ToString() : "\uFFFD"));
}
