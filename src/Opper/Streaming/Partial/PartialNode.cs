using System.Text;

namespace Opper;

/// <summary>
/// A place in an answer that is being put together: what has come for it, and the value made of that. A new piece marks the way up to the
/// root, so that making the value again touches that way alone.
/// </summary>
internal sealed class PartialNode(PartialNode? parent, string? name, int index)
{
    // Far more than a model would leave out, and far less than fills the memory.
    private const int MaxGap = 10_000;

    // A dictionary for fewer would take more room than it saves time.
    private const int MaxUnindexed = 8;

    private string? _first;
    private StringBuilder? _more;
    private Dictionary<string, PartialNode>? _byName;
    private List<PartialNode>? _changed;
    private bool _isChanged;
    private bool _isListed;

    public PartialNode? Parent { get; } = parent;

    /// <summary>The name in the parent, or <see langword="null"/> for an item.</summary>
    public string? Name { get; } = name;

    public int Index { get; } = index;

    public PartialKind Kind { get; private set; }

    /// <summary>Members in the order they came; items by their index, with gaps as <see langword="null"/>.</summary>
    public List<PartialNode?> Children { get; private set; } = Empty;

    /// <summary>Whether the text came as JSON text: then it has its kind already, and nothing is to be guessed.</summary>
    public bool IsExact { get; set; }

    public bool IsComplete { get; set; }

    /// <summary>Written before the answer began anew, and not written again since.</summary>
    public bool IsStale { get; set; }

    /// <summary>Gone with the writing it belonged to.</summary>
    public bool IsDropped { get; set; }

    /// <summary>The place among the fields written so far.</summary>
    public int Order { get; set; } = -1;

    /// <summary>Reads the JSON text that comes for this place, where it comes so.</summary>
    public PartialJsonText? TextReader { get; set; }

    /// <summary>The live object or list behind the value, and the shape it was made by.</summary>
    public object? Instance { get; set; }

    public Shape? InstanceShape { get; set; }

    public bool HasContent => Kind != PartialKind.None;

    private static List<PartialNode?> Empty { get; } = [];

    private object? Value { get; set; } = Shape.NotYet;

    private Shape? ValueShape { get; set; }

    public string Text => _more?.ToString() ?? _first ?? string.Empty;

    /// <summary>The value so far, or <see cref="Shape.NotYet"/>. What has not changed is not made again.</summary>
    public object? Build(Shape shape)
    {
        if (!_isChanged && ReferenceEquals(ValueShape, shape))
        {
            return Value;
        }

        Value = Kind switch
        {
            PartialKind.None => Shape.NotYet,
            PartialKind.Null => shape.Null,
            _ => shape.Build(this),
        };
        ValueShape = shape;
        _isChanged = false;
        Forget();
        return Value;
    }

    /// <summary>The children to look at again; all of them where the instance is new.</summary>
    public IEnumerable<PartialNode> ChangedChildren(bool all)
        => all ? Children.OfType<PartialNode>() : _changed ?? Enumerable.Empty<PartialNode>();

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

    public PartialNode? Find(int item) => Kind == PartialKind.Array && item < Children.Count ? Children[item] : null;

    public PartialNode Member(string member)
    {
        Become(PartialKind.Object);
        if (Find(member) is { } known)
        {
            return known;
        }

        var node = new PartialNode(this, member, -1);
        Children.Add(node);
        if (_byName is not null)
        {
            _byName.Add(member, node);
        }
        else if (Children.Count > MaxUnindexed)
        {
            _byName = ByName(Children);
        }

        return node;
    }

    public PartialNode Item(int item)
    {
        Become(PartialKind.Array);
        if (item > Children.Count + MaxGap)
        {
            throw new OpperStreamException("The stream names an array index far beyond the items before it.");
        }

        while (Children.Count <= item)
        {
            Children.Add(null);
        }

        return Children[item] ??= new PartialNode(this, null, item);
    }

    public void Become(PartialKind kind)
    {
        if (Kind != kind)
        {
            Clear();
            Kind = kind;
            if (kind is PartialKind.Object or PartialKind.Array)
            {
                Children = [];
            }
        }
    }

    public void Append(string text, PartialKind kind)
    {
        if (Kind is PartialKind.None or PartialKind.Null or PartialKind.Object or PartialKind.Array)
        {
            Clear();
        }

        Kind = kind;
        if (_first is null)
        {
            _first = text;
        }
        else
        {
            (_more ??= new StringBuilder(_first)).Append(text);
        }

        Touch();
    }

    public void Append(string text, int start, int length, PartialKind kind)
    {
        if (length > 0 || !HasContent)
        {
            Append(length == text.Length ? text : text.Substring(start, length), kind);
        }
    }

    /// <summary>Says what the digits and letters of an unquoted value are, now that they have ended.</summary>
    public void Settle(PartialKind kind)
    {
        Kind = kind;
        Touch();
    }

    public void Clear()
    {
        Forget();
        (_first, _more, _byName) = (null, null, null);
        (Instance, InstanceShape) = (null, null);
        Children = Empty;
        Kind = PartialKind.None;
        IsComplete = false;
        Touch();
    }

    /// <summary>Begins again, whatever was being read.</summary>
    public void Restart()
    {
        TextReader = null;
        Clear();
    }

    /// <summary>Marks the way up to the root.</summary>
    public void Touch()
    {
        for (var node = this; ; node = node.Parent)
        {
            node._isChanged = true;
            if (node.Parent is null)
            {
                return;
            }

            if (!node._isListed)
            {
                node._isListed = true;
                (node.Parent._changed ??= []).Add(node);
            }
        }
    }

    private static Dictionary<string, PartialNode> ByName(List<PartialNode?> children)
        => children.OfType<PartialNode>().ToDictionary(child => child.Name!, StringComparer.Ordinal);

    private void Forget()
    {
        if (_changed is null)
        {
            return;
        }

        foreach (var child in _changed)
        {
            child._isListed = false;
        }

        _changed.Clear();
    }

    /// <summary>Whether all that came here went with an earlier writing.</summary>
    public bool IsGone() => IsDropped || (Children.Count > 0 && Children.TrueForAll(child => child is null || child.IsGone()));

    /// <summary>The same content, with no values made of it yet.</summary>
    public PartialNode Copy(PartialNode? parent = null)
    {
        var copy = new PartialNode(parent, Name, Index) { Kind = Kind, IsExact = IsExact, IsDropped = IsDropped, _first = _first is null ? null : Text, _isChanged = true };
        if (Children.Count > 0)
        {
            copy.Children = [.. Children.Select(child => child?.Copy(copy))];
            copy._byName = _byName is null ? null : ByName(copy.Children);
        }

        return copy;
    }
}
