namespace Opper.Streaming;

/// <summary>The children of a partial object or list, and the .NET instance built from them.</summary>
internal sealed class PartialChildren
{
    // For fewer members a linear search is as fast and needs no dictionary.
    private const int MaxUnindexed = 8;

    private Dictionary<string, PartialNode>? _byName;
    private PartialNode? _lastChanged;

    public static List<PartialNode?> None { get; } = [];

    /// <summary>Members in the order of arrival; items by index, with gaps as <see langword="null"/>.</summary>
    public List<PartialNode?> Children { get; } = [];

    /// <summary>The first of the children that must be built again; each refers to the next.</summary>
    public PartialNode? FirstChanged { get; private set; }

    /// <summary>The live object or list, and the shape that built it.</summary>
    public object? Instance { get; set; }

    public Shape? InstanceShape { get; set; }

    public PartialNode? Find(string member)
    {
        if (_byName is not null)
        {
            return _byName.TryGetValue(member, out var node) ? node : null;
        }

        foreach (var child in Children)
        {
            if (child?.Name == member)
            {
                return child;
            }
        }

        return null;
    }

    public void MarkChanged(PartialNode? child)
    {
        if (child is null or { IsListed: true })
        {
            return;
        }

        child.IsListed = true;
        FirstChanged ??= child;
        _lastChanged?.NextChanged = child;
        _lastChanged = child;
    }

    public void ForgetChanges()
    {
        while (FirstChanged is { } child)
        {
            (FirstChanged, child.NextChanged, child.IsListed) = (child.NextChanged, null, false);
        }

        _lastChanged = null;
    }

    public void Add(PartialNode? child)
    {
        Children.Add(child);
        if (child?.Name is null)
        {
            return;
        }

        if (_byName is not null)
        {
            _byName.Add(child.Name, child);
        }
        else if (Children.Count > MaxUnindexed)
        {
            _byName = Children.OfType<PartialNode>().ToDictionary(member => member.Name!, StringComparer.Ordinal);
        }
    }
}
