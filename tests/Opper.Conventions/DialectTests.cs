using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Opper.Conventions;

/// <summary>The layout of the source, as far as no analyzer checks it: <c>RCS0056</c> ignores long comments.</summary>
public sealed class DialectTests
{
    private const int MaxColumns = 160;

    private static string[] Folders => ["src", "tests", "build"];

    // To be reformatted once the work in these folders is merged.
    private static readonly string[] Later =
    [
        "src/Opper/Typed/", "src/Opper/Streaming/", "src/Opper.Batch/", "src/Opper.Batch.Orleans/", "src/Opper.Evaluation/", "src/Opper.Tool/",
    ];

    [TestCaseSource(nameof(Folders))]
    public void Lines_fit_on_a_screen(string folder) => Rule.Holds(
        $"No line of C# in {folder} is longer than {MaxColumns} columns, except within strings of several lines.",
        from file in Repository.Files(folder, "*.cs")
        where !Later.Any(later => file.StartsWith(later, StringComparison.Ordinal))
        from line in LongLines(file)
        select line);

    private static IEnumerable<string> LongLines(string file)
    {
        var text = File.ReadAllText(Path.Combine(Repository.Root, file));
        if (text.Split('\n').All(line => line.Length <= MaxColumns))
        {
            yield break;
        }

        var root = CSharpSyntaxTree.ParseText(text).GetRoot();
        foreach (var line in root.GetText().Lines.Where(line => line.Span.Length > MaxColumns))
        {
            var within = root.FindToken(line.Start);
            if (within.SpanStart >= line.Start
                || within.Parent is not (LiteralExpressionSyntax or InterpolatedStringTextSyntax or InterpolatedStringExpressionSyntax))
            {
                yield return $"{file}:{line.LineNumber + 1}: {line.Span.Length} columns";
            }
        }
    }
}
