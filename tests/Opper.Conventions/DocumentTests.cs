using System.Text.RegularExpressions;

namespace Opper.Conventions;

/// <summary>The documents in the repository refer to existing files.</summary>
public sealed class DocumentTests
{
    private static readonly string[] Documents = [".github/CONTRIBUTING.md", ".github/SECURITY.md", OperationTable.Page];

    [Test]
    public void Every_path_named_in_a_document_exists() => Rule.Holds(
        "A path in backticks or a relative link in the documents of .github and src/Opper is an existing file or folder.",
        from document in Documents
        let text = File.ReadAllText(Path.Combine(Repository.Root, document))
        from path in Regex.Matches(text, @"`((?:src|tests|build|\.ci)/[\w./-]+)`").Select(match => match.Groups[1].Value)
            .Concat(Regex.Matches(text, @"\]\((\.\.?/[^)]+)\)").Select(match => Path.Combine(Path.GetDirectoryName(document)!, match.Groups[1].Value)))
        where !Path.Exists(Path.Combine(Repository.Root, path))
        select $"{document}: {path}");
}
