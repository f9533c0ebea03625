namespace Opper;

/// <summary>What an object or a list that is being put together has beyond what a plain value has.</summary>
internal sealed class PartialInside
{
    // A dictionary for fewer would take more room than it saves time.
    private const int MaxUnindexed = 8;

    private Dictionary<string, PartialNode>? _byName;

    /// <summary>Members in the order they came; items by their index, with gaps as <see langword="null"/>.</summary>
    public List<PartialNode?> Children { get; } = [];

    /// <summary>The children to look at again.</summary>
    public List<PartialNode?> Changed { get; } = [];

    /// <summary>The live object or list behind the value, and the shape it was made by.</summary>
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
