using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Opper.Analyzers.Tests;

/// <summary>Conventions for all rules.</summary>
public sealed class RuleTests
{
    private static IEnumerable<DiagnosticDescriptor> Rules() => typeof(DescribedTypeAnalyzer).Assembly.GetExportedTypes()
        .Where(typeof(DiagnosticAnalyzer).IsAssignableFrom)
        .SelectMany(static type => ((DiagnosticAnalyzer)Activator.CreateInstance(type)!).SupportedDiagnostics);

    [Test]
    public void Rule_ids_are_numbered_consecutively() => Assert.That(Rules().Select(static rule => rule.Id).Order(StringComparer.Ordinal),
        Is.EqualTo(Enumerable.Range(1, Rules().Count()).Select(static number => $"OPPER{number:000}")));

    [TestCaseSource(nameof(Rules))]
    public void A_rule_has_its_default_severity_and_links_to_its_page(DiagnosticDescriptor rule)
    {
        // OPPER005 only lists possible changes, and is disabled by default.
        var isHint = rule.Id == "OPPER005";
        Assert.That((rule.Category, rule.DefaultSeverity, rule.IsEnabledByDefault),
            Is.EqualTo(("Usage", isHint ? DiagnosticSeverity.Info : DiagnosticSeverity.Warning, !isHint)));
        var page = $"build/docs/analyzers/{rule.Id}.md";
        Assert.That(rule.HelpLinkUri, Does.EndWith(page));
        Assert.That(File.ReadAllText(Path.Combine(Repository.Root, page)), Does.StartWith($"# {rule.Id}: {rule.Title}"));
    }
}
