namespace Opper.Streaming;

/// <summary>
/// The children of a partial object or list, and the .NET instance built from them: members in the order of arrival, or items by index, with gaps as
/// <see langword="null"/>.
/// </summary>
internal sealed class PartialChildren : List<PartialNode?>
{
    // For fewer members a linear search is as fast and needs no dictionary.
    private const int MaxUnindexed = 8;

    private Dictionary<string, PartialNode>? _byName;
    private List<PartialNode?>? _changed;

    public static List<PartialNode?> None { get; } = [];

    /// <summary>The children that must be set again in the live object or list. Without one, which most free JSON has not, none is noted.</summary>
    public List<PartialNode?> Changed => _changed ?? None;

    /// <summary>The live object or list, and the shape that built it.</summary>
    public object? Instance { get; set; }

    public Shape? InstanceShape { get; set; }

    public PartialNode? Find(string member)
    {
        if (_byName is not null)
        {
            return _byName.TryGetValue(member, out var node) ? node : null;
        }

        foreach (var child in this)
        {
            if (child?.Name == member)
            {
                return child;
            }
        }

        return null;
    }

    public void MarkChanged(PartialNode child)
    {
        if (!child.IsListed && Instance is not null)
        {
            child.IsListed = true;
            (_changed ??= []).Add(child);
        }
    }

    public void ForgetChanges()
    {
        foreach (var child in Changed)
        {
            child!.IsListed = false;
        }

        _changed?.Clear();
    }

    public void AddChild(PartialNode? child)
    {
        Add(child);
        if (child?.Name is null)
        {
            return;
        }

        if (_byName is not null)
        {
            _byName.Add(child.Name, child);
        }
        else if (Count > MaxUnindexed)
        {
            _byName = this.OfType<PartialNode>().ToDictionary(member => member.Name!, StringComparer.Ordinal);
        }
    }
}
