namespace Opper.Streaming;

/// <summary>The children of a partial object or list, and the .NET instance built from them.</summary>
internal sealed class PartialChildren
{
    // For fewer members a linear search is as fast and needs no dictionary.
    private const int MaxUnindexed = 8;

    private Dictionary<string, PartialNode>? _byName;

    public static List<PartialNode?> None { get; } = [];

    /// <summary>Members in the order of arrival; items by index, with gaps as <see langword="null"/>.</summary>
    public List<PartialNode?> Children { get; } = [];

    /// <summary>The children that must be built again.</summary>
    public List<PartialNode?> Changed { get; } = [];

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

    public void MarkChanged(PartialNode child)
    {
        if (!child.IsListed)
        {
            child.IsListed = true;
            Changed.Add(child);
        }
    }

    public void ForgetChanges()
    {
        foreach (var child in Changed)
        {
            child!.IsListed = false;
        }

        Changed.Clear();
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
