using System.Xml;
using System.Xml.Linq;
using System.Xml.Schema;

namespace Opper.Evaluation.Tests;

/// <summary>Gates: conditions that are not met or cannot be evaluated fail.</summary>
public sealed class GateTests : EvaluationTest
{
    // The subset that Jenkins, GitLab, Azure Pipelines and reporters of GitHub share; the order of elements is significant.
    private const string JUnitSchema = """
        <xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">
          <xs:attributeGroup name="counts">
            <xs:attribute name="name" type="xs:string" use="required"/>
            <xs:attribute name="tests" type="xs:nonNegativeInteger" use="required"/>
            <xs:attribute name="failures" type="xs:nonNegativeInteger" use="required"/>
            <xs:attribute name="errors" type="xs:nonNegativeInteger" use="required"/>
            <xs:attribute name="time" type="xs:decimal" use="required"/>
          </xs:attributeGroup>
          <xs:complexType name="problem" mixed="true">
            <xs:attribute name="type" type="xs:string" use="required"/>
            <xs:attribute name="message" type="xs:string" use="required"/>
          </xs:complexType>
          <xs:complexType name="testcase">
            <xs:sequence>
              <xs:element name="error" type="problem" minOccurs="0"/>
              <xs:element name="failure" type="problem" minOccurs="0"/>
            </xs:sequence>
            <xs:attribute name="classname" type="xs:string" use="required"/>
            <xs:attribute name="name" type="xs:string" use="required"/>
            <xs:attribute name="time" type="xs:decimal" use="required"/>
          </xs:complexType>
          <xs:complexType name="testsuite">
            <xs:sequence><xs:element name="testcase" type="testcase" minOccurs="0" maxOccurs="unbounded"/></xs:sequence>
            <xs:attributeGroup ref="counts"/>
            <xs:attribute name="timestamp" type="xs:dateTime" use="required"/>
          </xs:complexType>
          <xs:element name="testsuites">
            <xs:complexType>
              <xs:sequence><xs:element name="testsuite" type="testsuite" minOccurs="0" maxOccurs="unbounded"/></xs:sequence>
              <xs:attributeGroup ref="counts"/>
            </xs:complexType>
          </xs:element>
        </xs:schema>
        """;

    [Test]
    public async Task A_threshold_passes_or_fails_the_gate()
    {
        var report = await ReportAsync([("1", "x"), ("2", "b")]);

        Assert.That(new EvaluationGate().Require("exact", 0.5).Check(report).Passed, Is.True);
        var failed = new EvaluationGate().Require("exact", 0.51).Check(report);
        Assert.That((failed.Passed, failed.ExitCode), Is.EqualTo((false, 1)));
        Assert.That(failed.Checks[1], Is.EqualTo(new GateCheck("exact is at least 0.51", false, "0.5")));
        Assert.That(new EvaluationGate().Require("misspelt", 0).Check(report).Passed, Is.False);
        Assert.That(new EvaluationGate().RequireNoRegression("misspelt").Check(report).Passed, Is.False);
    }

    [TestCase(double.NaN)]
    [TestCase(double.NegativeInfinity)]
    [TestCase(-1)]
    public void Conditions_that_could_not_be_checked_are_rejected(double number)
    {
        Assert.That(() => new EvaluationGate().RequireNoRegression("exact", number), Throws.InstanceOf<ArgumentException>());
        Assert.That(() => new EvaluationGate().Require("exact", double.IsFinite(number) ? double.PositiveInfinity : number),
            Throws.InstanceOf<ArgumentException>());
        Assert.That(() => new EvaluationGate { MaxFailures = -1 }, Throws.InstanceOf<ArgumentException>());
        Assert.That(() => new EvaluationGate().RequireCost(-1), Throws.InstanceOf<ArgumentException>());
        Assert.That(() => new EvaluationGate().RequireLatency(-TimeSpan.FromTicks(1)), Throws.InstanceOf<ArgumentException>());
    }

    [Test]
    public async Task Failures_fail_the_gate_unless_allowed()
    {
        var report = await ReportAsync([("1", "a")]);

        Assert.That(new EvaluationGate().Check(report).Passed, Is.False);
        Assert.That(new EvaluationGate { MaxFailures = 1 }.Check(report).Passed, Is.True);
    }

    [Test]
    public async Task A_regression_against_the_baseline_fails_the_gate()
    {
        var cases = EvaluationDataset.Of([.. Enumerable.Range(0, 40).Select(i => ((object?)$"{i}", (object?)"right"))]);
        EvaluationVariant Of(string name, int wrong) =>
            EvaluationVariant.Of(name, "1", (input, _) => Task.FromResult(new EvaluationOutput(int.Parse((string)input!) < wrong ? "wrong" : "right")));
        var report = await new EvaluationRunner(Opper).RunAsync(cases, [Of("base", 5), Of("worse", 20), Of("slightly", 6), Of("better", 0)], [Scorers.Exact()]);
        bool Passes(string variant, double tolerance = double.PositiveInfinity) =>
            new EvaluationGate().RequireNoRegression("exact", tolerance).Check(report, variant).Passed;

        Assert.That((Passes("base"), Passes("worse"), Passes("slightly"), Passes("better")), Is.EqualTo((true, false, true, true)));
        Assert.That(Passes("slightly", tolerance: 0), Is.False);
        Assert.That(new EvaluationGate().RequireNoRegression("exact").Check(report, "better", baseline: "worse").Passed, Is.True);
        Assert.That(new EvaluationGate().RequireNoRegression("exact").Check(report, "worse", baseline: "better").Passed, Is.False);
    }

    [Test]
    public async Task JUnit_XML_has_a_test_for_each_condition_and_case()
    {
        var report = await ReportAsync([("1", "x"), ("2", "b"), ("3", "c")], ("3\u0007<&]]>", "c"));
        var gate = new EvaluationGate().Require("exact", 1).Check(report);

        var suites = XDocument.Parse(gate.ToJUnit(report)).Root!.Elements("testsuite").ToList();

        Assert.That(suites.Select(suite => ((int)suite.Attribute("tests")!, (int)suite.Attribute("failures")!, (int)suite.Attribute("errors")!)),
            Is.EqualTo(new[] { (2, 2, 0), (4, 0, 1) }));
        Assert.That(suites[1].Elements().Last().Element("error"), Is.Not.Null);
    }

    [Test]
    public async Task JUnit_XML_is_valid_against_the_schema_of_build_servers()
    {
        var report = await ReportAsync([("1", "x"), ("2", "b"), ("3", "c")], ("3\u0007<&]]>\uD800", "c"));
        var xml = XDocument.Parse(new EvaluationGate().Require("exact", 1).Check(report).ToJUnit(report));
        var schemas = new XmlSchemaSet();
        schemas.Add(targetNamespace: null, XmlReader.Create(new StringReader(JUnitSchema)));
        var problems = new List<string>();

        xml.Validate(schemas, (_, problem) => problems.Add(problem.Message));

        Assert.That(problems, Is.Empty);
        foreach (var count in new[] { "tests", "failures", "errors" })
        {
            Assert.That((int)xml.Root!.Attribute(count)!, Is.EqualTo(xml.Root.Elements().Sum(suite => (int)suite.Attribute(count)!)));
        }
    }

    // The rules of junit-10.xsd of Jenkins' xUnit plugin for the elements that are used: the attributes, of which those with ! are required, and the content.
    [Test]
    public async Task JUnit_XML_follows_the_rules_of_Jenkins()
    {
        var rules = new Dictionary<string, (string[] Attributes, string[] Children)>
        {
            ["testsuites"] = (["name", "time", "tests", "failures", "errors"], ["testsuite"]),
            ["testsuite"] = (
                ["name!", "tests!", "failures!", "errors!", "group", "time", "skipped", "timestamp", "hostname", "id", "package", "file", "log", "url"],
                ["testsuite", "properties", "testcase", "system-out", "system-err"]),
            ["testcase"] = (["name!", "time", "classname", "group"], ["skipped", "error", "failure", "system-out", "system-err"]),
            ["failure"] = (["type", "message"], []),
            ["error"] = (["type", "message"], []),
        };
        foreach (var element in (await JUnitAsync("mails")).DescendantsAndSelf())
        {
            var (attributes, children) = rules[element.Name.ToString()];
            Assert.That(element.Attributes().Select(attribute => attribute.Name.ToString()), Is.SubsetOf(attributes.Select(name => name.TrimEnd('!'))));
            Assert.That(attributes.Where(name => name.EndsWith('!')).Select(name => name.TrimEnd('!')),
                Is.SubsetOf(element.Attributes().Select(attribute => attribute.Name.ToString())));
            Assert.That(element.Elements().Select(child => child.Name.ToString()).Distinct(), Is.SubsetOf(children));
            Assert.That(element.Name == "failure" || element.Name == "error" || element.Nodes().All(node => node is XElement), "only problems have text");
            Assert.That((string?)element.Attribute("time") ?? "0", Does.Match(@"^[0-9]+(\.[0-9]{1,3})?$"));
        }
    }

    // GitLab reads classname (shown as the suite), name, time, and the text of failure and error; of tests with the same class and name, only the first one.
    [Test]
    public async Task JUnit_XML_has_the_attributes_that_GitLab_reads()
    {
        var tests = (await JUnitAsync("mails")).Descendants("testcase").Concat((await JUnitAsync("letters")).Descendants("testcase")).ToList();

        Assert.That(tests, Has.Count.EqualTo(12));
        Assert.That(tests.Select(test => ((string?)test.Attribute("classname"), (string?)test.Attribute("name"))), Is.Unique);
        Assert.That(tests.Select(test => (double)test.Attribute("time")!), Is.All.GreaterThanOrEqualTo(0));
        Assert.That(tests.Elements().Select(problem => problem.Value), Is.Not.Empty.And.All.Not.Empty);
    }

    [Test]
    public async Task Markdown_shows_the_outcome_and_escapes_the_data()
    {
        var report = await new EvaluationRunner(Opper, new EvaluationOptions { Name = "mails | <script>" }).RunAsync(
            EvaluationDataset.Of(("1", "a")), [Table("*base*", ("1", "b")), Table("[x](y)", ("1", "a"))], [Scorers.Exact()]);

        var text = report.ToMarkdown(new EvaluationGate().Require("exact", 1).Check(report));

        Assert.That(text, Does.StartWith("## mails &#124; \\<script\\>\n\n**Passed**: \\[x\\](y)\n"));
        Assert.That(text,
            Does.Contain("| \\*base\\* (baseline) | 0.000 |").And.Contain("| \\[x\\](y) | exact | +1.000 (+1.000 to +1.000) | 1 better, 0 worse, 0 same |"));
    }

    private async Task<XElement> JUnitAsync(string name)
    {
        var report = await new EvaluationRunner(Opper, new EvaluationOptions { Name = name }).RunAsync(
            EvaluationDataset.Of([("1", "a"), ("2", "b"), ("3", "c"), ("4\u0007<&]]>", "d")]), [Table("v", ("1", "a"), ("2", "x"))], [Scorers.Exact()]);
        return XDocument.Parse(new EvaluationGate().Require("exact", 1).Check(report).ToJUnit(report)).Root!;
    }

    private Task<EvaluationReport> ReportAsync((string Input, object? Answer)[] answers, params (object? Input, object? Expected)[] more) =>
        new EvaluationRunner(Opper).RunAsync(EvaluationDataset.Of([("1", "a"), ("2", "b"),
            .. answers.Length > 2 ? [("3", (object?)"c")] : Array.Empty<(object?, object?)>(), .. more]), [Table("v", answers)], [Scorers.Exact()]);
}
