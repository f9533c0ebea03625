using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Opper.Conventions;

/// <summary>The line length of the source, which no analyzer checks in comments: <c>RCS0056</c> ignores them.</summary>
public sealed class LineLengthTests
{
    private const int MaxColumns = 160;

    private static string[] Folders => ["src", "tests", "build"];

    [TestCaseSource(nameof(Folders))]
    public void Lines_have_at_most_160_columns(string folder) => Rule.Holds(
        $"No line of C# in {folder} is longer than {MaxColumns} columns, except within strings of several lines.",
        from file in Repository.Files(folder, "*.cs")
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
            var isText = root.FindToken(line.Start).Parent!.AncestorsAndSelf()
                .Any(node => node is LiteralExpressionSyntax or InterpolatedStringExpressionSyntax && node.SpanStart < line.Start);
            if (!isText)
            {
                yield return $"{file}:{line.LineNumber + 1}: {line.Span.Length} columns";
            }
        }
    }
}
