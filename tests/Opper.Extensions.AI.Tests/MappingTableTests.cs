using System.Reflection;
using System.Text.RegularExpressions;
using Opper.Chat;

namespace Opper.Extensions.AI.Tests;

using Microsoft.Extensions.AI;

/// <summary>The README of the package lists the mapping of every member of Microsoft.Extensions.AI.</summary>
public sealed partial class MappingTableTests
{
    private static readonly Type[] Described =
    [
        typeof(ChatOptions), typeof(ReasoningOptions), typeof(ChatMessage), typeof(ChatResponse), typeof(ChatResponseUpdate), typeof(UsageDetails),
        typeof(EmbeddingGenerationOptions), typeof(AIContent),
        .. typeof(AIContent).Assembly.GetExportedTypes().Where(type => typeof(AIContent).IsAssignableFrom(type) && type != typeof(AIContent))
            .OrderBy(type => type.Name),
        .. typeof(AITool).Assembly.GetExportedTypes().Where(
            type => typeof(AITool).IsAssignableFrom(type) && type.Name.StartsWith("Hosted", StringComparison.Ordinal)).OrderBy(type => type.Name),
    ];

    private static IEnumerable<string> Members()
    {
        foreach (var type in Described)
        {
            yield return type.Name;
            // Of hosted tools, only the type matters.
            var members = typeof(AITool).IsAssignableFrom(type)
                ? []
                : type.GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly);
            foreach (var member in members)
            {
                yield return $"{type.Name}.{member.Name}";
            }
        }
    }

    private static Dictionary<string, string> Rows()
    {
        var readme = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "README.md"));
        var rows = new Dictionary<string, string>();
        foreach (var line in readme.Where(line => line.StartsWith("| `", StringComparison.Ordinal)))
        {
            var cells = line.Split('|');
            foreach (Match name in Name().Matches(cells[1]))
            {
                rows[name.Groups[1].Value] = cells[2].Trim();
            }
        }

        return rows;
    }

    [Test]
    public void Every_member_has_a_row_in_the_mapping_table()
    {
        var rows = Rows();

        Assert.That(Members().Where(member => !rows.TryGetValue(member, out var where) || where.Length < 3), Is.Empty,
            "These members of Microsoft.Extensions.AI.Abstractions are new or forgotten: map them, and say in src/Opper.Extensions.AI/README.md where they "
            + "go.");
    }

    [Test]
    public void Every_row_of_the_mapping_table_is_a_member() =>
        Assert.That(Rows().Keys.Where(name => Described.Any(type => type.Name == name.Split('.')[0])).Except(Members()), Is.Empty);

    [GeneratedRegex("`([A-Za-z0-9.]+)`")]
    private static partial Regex Name();
}
