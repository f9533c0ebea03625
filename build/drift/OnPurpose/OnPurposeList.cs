using Opper.Drift.Comparing;
using YamlDotNet.Core;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Opper.Drift.OnPurpose;

/// <summary>The reviewed list of intended differences.</summary>
internal sealed class OnPurposeList
{
    private readonly HashSet<object> _used = [];

    public IList<OnPurposeRule> Rules { get; set; } = [];

    public IList<OnPurposeEntry> Entries { get; set; } = [];

    /// <summary>Entries and rules that matched nothing and can be removed.</summary>
    public IReadOnlyList<string> Unused =>
    [
        .. Rules.Where(rule => !_used.Contains(rule)).Select(rule => $"rule {rule.Rule}"),
        .. Entries.Where(entry => !_used.Contains(entry)).Select(entry => entry.ToString()),
    ];

    public static OnPurposeList Read(string file)
    {
        try
        {
            var list = new DeserializerBuilder().WithNamingConvention(CamelCaseNamingConvention.Instance).Build()
                .Deserialize<OnPurposeList>(File.ReadAllText(file)) ?? new OnPurposeList();
            list.Check(file);
            return list;
        }
        catch (YamlException error)
        {
            throw new DriftException($"{file}({error.Start.Line},{error.Start.Column}): {error.InnerException?.Message ?? error.Message}");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new DriftException($"{file} cannot be read: {error.Message}");
        }
    }

    /// <summary>The difference, marked as intended if it is in the list.</summary>
    public Occurrence Classify(Occurrence difference, Comparison comparison)
    {
        // The first match determines the reason; an entry made redundant by a rule counts as unused.
        string? reason = null;
        foreach (var rule in Rules.Where(rule => OnPurposeRules.All[rule.Rule](difference, comparison)))
        {
            _used.Add(rule);
            reason ??= rule.Reason;
        }

        foreach (var entry in Entries.Where(entry => entry.Matches(difference)))
        {
            if (reason is null)
            {
                _used.Add(entry);
                reason = entry.Reason;
            }
        }

        return reason is null ? difference : difference with { Group = Group.OnPurpose, Reason = reason };
    }

    private void Check(string file)
    {
        var kinds = Enum.GetValues<DifferenceKind>().Select(Names.Of).ToHashSet(StringComparer.Ordinal);
        var wrong = Rules.Where(rule => !OnPurposeRules.All.ContainsKey(rule.Rule))
            .Select(rule => $"there is no rule '{rule.Rule}'; known are {string.Join(", ", OnPurposeRules.All.Keys)}")
            .Concat(Rules.Where(rule => string.IsNullOrWhiteSpace(rule.Reason)).Select(rule => $"rule '{rule.Rule}' has no reason"))
            .Concat(Entries.Where(entry => string.IsNullOrWhiteSpace(entry.At)).Select(_ => "an entry has no 'at'"))
            .Concat(Entries.Where(entry => string.IsNullOrWhiteSpace(entry.Reason)).Select(entry => $"the entry '{entry}' has no reason"))
            .Concat(Entries.SelectMany(entry => entry.Kinds).Where(kind => !kinds.Contains(kind))
                .Select(kind => $"there is no kind '{kind}'; known are {string.Join(", ", kinds)}"))
            .FirstOrDefault();
        if (wrong is not null)
        {
            throw new DriftException($"{file}: {wrong}.");
        }
    }
}
