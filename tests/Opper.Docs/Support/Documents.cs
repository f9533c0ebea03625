using System.Reflection;
using System.Text.RegularExpressions;

namespace Opper.Docs.Support;

/// <summary>The Markdown files for users.</summary>
internal static class Documents
{
    public const string Recipes = "build/docs/cookbook";

    public static string Root { get; } = typeof(Documents).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == "RepositoryRoot").Value!;

    /// <summary>The paths from the root, sorted.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        .. Directory.EnumerateFiles(Root, "*.md", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Root, file).Replace('\\', '/'))
            .Where(file => !file.Split('/').Any(part => part is "obj" or "bin" or "node_modules" or "artifacts"))
            .Order(StringComparer.Ordinal),
    ];

    public static string Read(string document) => File.ReadAllText(Path.Combine(Root, document));

    public static IEnumerable<string> Snippets(string document, string language) =>
        Regex.Matches(Read(document), $@"^```{language}\n(?<code>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture)
            .Select(match => match.Groups["code"].Value);
}
