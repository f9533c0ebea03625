using System.Reflection;

namespace Opper.Analyzers;

/// <summary>Links to the documentation of the rules, in the repository that the build is configured with.</summary>
internal static class HelpLinks
{
    private const string Folder = "build/docs/analyzers";

    private static readonly string Start = typeof(HelpLinks).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .FirstOrDefault(static data =>
            data.Key == "RepositoryUrl" && data.Value?.StartsWith("https://", StringComparison.Ordinal) == true)?.Value is { } repository
        ? (repository.EndsWith(".git", StringComparison.Ordinal) ? repository.Substring(0, repository.Length - 4) : repository.TrimEnd('/')) + "/blob/HEAD/"
        : string.Empty;

    public static string Of(string id) => $"{Start}{Folder}/{id}.md";
}
