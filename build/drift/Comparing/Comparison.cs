using Opper.Drift.Reading;
using Opper.Drift.Shapes;

namespace Opper.Drift.Comparing;

/// <summary>The state of a comparison.</summary>
internal sealed class Comparison
{
    private readonly Dictionary<string, HashSet<Use>> _uses = new(StringComparer.Ordinal);
    private readonly HashSet<(string Owner, string Field)> _liveFields = [];

    public List<Occurrence> Occurrences { get; } = [];

    /// <summary>The component of the contract for each component of the live document.</summary>
    public Dictionary<string, string> Pairs { get; } = new(StringComparer.Ordinal);

    /// <summary>Records that a part of the contract is used.</summary>
    public void Used(Pointer place, Use use)
    {
        if (!_uses.TryGetValue(place.ToString(), out var uses))
        {
            _uses[place.ToString()] = uses = [];
        }

        uses.Add(use);
    }

    public IEnumerable<Use> UsesOf(Pointer place) => _uses.TryGetValue(place.ToString(), out var uses) ? uses : [];

    public void IsLive(Pointer owner, string field) => _liveFields.Add((owner.ToString(), field));

    /// <summary>Whether the live document has a field in any of the operations that share the object.</summary>
    public bool IsLiveSomewhere(Pointer owner, string field) => _liveFields.Contains((owner.ToString(), field));

    /// <summary>Records which component of the contract a component of the live document corresponds to, if each side has a single form.</summary>
    public void Pair(Shape ours, Shape live)
    {
        if (live.Leaves is [{ Pointer: { Component: { Kind: "schemas" } theirs, Segments.Count: 3 } }]
            && ours.Leaves is [{ Pointer: { Component: { Kind: "schemas" } own, Segments.Count: 3 } }])
        {
            Pairs.TryAdd(theirs.Name, own.Name);
        }
    }
}
