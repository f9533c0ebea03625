using System.Text.RegularExpressions;
using Opper.Docs.Support;

namespace Opper.Docs;

/// <summary>Every C# snippet of every document compiles as a separate program, without warnings.</summary>
public sealed class SnippetTests
{
    private const string Comparison = "build/docs/project/comparison.md";

    private static IEnumerable<TestCaseData> Snippets() =>
        from document in Documents.All
        from snippet in Documents.Snippets(document, "csharp").Select((code, index) => (Code: code, Number: index + 1))
        select new TestCaseData(snippet.Code).SetName($"{document.Replace('/', '_').Replace('.', '_')}_{snippet.Number}");

    private static IEnumerable<TestCaseData> Lines() => Documents.Read(Comparison)
        .Split('\n')
        .SkipWhile(line => !line.StartsWith("| manual task", StringComparison.Ordinal))
        .Skip(2)
        .TakeWhile(line => line.StartsWith('|'))
        .Select((row, number) => new TestCaseData(Regex.Match(row, @"^\|[^|]*\| `([^`]*)`").Groups[1].Value).SetName($"comparison_{number + 1}"));

    [Test]
    public void The_comparison_has_thirteen_lines() => Assert.That(Lines().Count(), Is.EqualTo(13));

    [TestCaseSource(nameof(Lines))]
    public void A_line_of_the_comparison_compiles(string line) => A_snippet_compiles($$"""
        using Opper.Chat;
        using Opper.Embeddings;
        using Opper.Emulator;
        using Opper.Functions;
        using Opper.Knowledge;
        using Opper.Tracing;
        #pragma warning disable CS0219, CS8321
        var opper = new OpperClient();
        var (id, spanId, text) = ("id", "id", "text");
        await Task.CompletedTask;
        {{line}}
        record Invoice(string Vendor, decimal Total);
        """);

    [TestCaseSource(nameof(Snippets))]
    public void A_snippet_compiles(string code) => Assert.That(Snippet.Problems(Snippet.Compile(code)), Is.Empty, code);
}
