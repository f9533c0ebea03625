using System.Text.RegularExpressions;
using Opper.Docs.Support;

namespace Opper.Docs;

/// <summary>Links resolve, and the README has its maximum length.</summary>
public sealed class DocumentTests
{
    private const string Site = "build/docs/";

    [Test]
    public void Every_relative_link_resolves_to_a_file() => Assert.That(
        from document in Documents.All
        from link in Links(document)
        where !link.Contains("://", StringComparison.Ordinal) && !link.StartsWith("xref:", StringComparison.Ordinal) && !link.StartsWith('#')
        let path = Path.Combine(Documents.Root, Path.GetDirectoryName(document)!, link.Split('#')[0])
        where !Path.Exists(path)
        select $"{document}: {link}", Is.Empty);

    [Test]
    public void Every_anchor_resolves_to_a_heading_of_its_page() => Assert.That(
        from document in Documents.All
        from link in Links(document)
        where !link.Contains("://", StringComparison.Ordinal) && link.Contains('#')
        let parts = link.Split('#')
        let target = parts[0].Length == 0
            ? document
            : Path.GetRelativePath(Documents.Root, Path.GetFullPath(Path.Combine(Documents.Root, Path.GetDirectoryName(document)!, parts[0])))
        where target.EndsWith(".md", StringComparison.Ordinal) && !Headings(target).Contains(parts[1])
        select $"{document}: {link}", Is.Empty);

    [Test]
    public void Every_page_of_the_site_is_in_a_table_of_contents()
    {
        var listed = Directory.EnumerateFiles(Path.Combine(Documents.Root, Site), "toc.yml", SearchOption.AllDirectories)
            .SelectMany(toc => Regex.Matches(File.ReadAllText(toc), @"href: (\S+\.md)")
                .Select(match => Path.GetRelativePath(Documents.Root, Path.Combine(Path.GetDirectoryName(toc)!, match.Groups[1].Value)).Replace('\\', '/')))
            .ToHashSet();

        Assert.That(Documents.All.Where(document => document.StartsWith(Site, StringComparison.Ordinal) && !listed.Contains(document)), Is.Empty);
    }

    [Test]
    public void Every_page_of_the_site_is_in_llms_txt()
    {
        var index = Documents.Read(Site + "llms.txt");

        Assert.That(
            Documents.All.Where(document =>
                document.StartsWith(Site, StringComparison.Ordinal) && !index.Contains($"({document[Site.Length..^3]}.html)", StringComparison.Ordinal)),
            Is.Empty);
    }

    [Test]
    public void The_README_has_at_most_150_lines() => Assert.That(Documents.Read("README.md").TrimEnd().Split('\n'), Has.Length.LessThanOrEqualTo(150));

    private static IEnumerable<string> Links(string document)
    {
        var prose = Regex.Replace(Documents.Read(document), @"^```.*?^```|`[^`\n]*`", string.Empty, RegexOptions.Multiline | RegexOptions.Singleline);
        return Regex.Matches(prose, @"\]\(([^)\s]+)\)").Select(match => match.Groups[1].Value);
    }

    private static HashSet<string> Headings(string document) =>
    [
        .. Regex.Matches(Documents.Read(document), @"^#+ (.+)$", RegexOptions.Multiline)
            .Select(match => Regex.Replace(match.Groups[1].Value.Trim().ToLowerInvariant(), @"[^\w\- ]", string.Empty).Replace(' ', '-')),
    ];
}
