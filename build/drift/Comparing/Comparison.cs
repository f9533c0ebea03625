using Opper.Drift.Reading;
using Opper.Drift.Shapes;

namespace Opper.Drift.Comparing;

/// <summary>What a comparison has seen so far.</summary>
internal sealed class Comparison
{
    private readonly Dictionary<string, HashSet<Use>> _uses = new(StringComparer.Ordinal);
    private readonly HashSet<(string Owner, string Field)> _liveFields = [];

    public List<Occurrence> Occurrences { get; } = [];

    /// <summary>Component of the contract by the component of the live document that it stands for.</summary>
    public Dictionary<string, string> Pairs { get; } = new(StringComparer.Ordinal);

    /// <summary>Notes that a place of the contract is used.</summary>
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

    /// <summary>Notes that a component of the live document stands for one of the contract, where each side has one form only.</summary>
    public void Pair(Shape ours, Shape live)
    {
        if (live.Leaves is [{ Pointer: { Component: { Kind: "schemas" } theirs, Segments.Count: 3 } }]
            && ours.Leaves is [{ Pointer: { Component: { Kind: "schemas" } own, Segments.Count: 3 } }])
        {
            Pairs.TryAdd(theirs.Name, own.Name);
        }
    }
}
