namespace Opper;

/// <summary>
/// A place in an answer that is being put together: what has come for it, and the value made of that. A new piece marks the way up to the
/// root, so that making the value again touches that way alone.
/// </summary>
internal sealed class PartialNode(PartialNode? parent, string? name, int index)
{
    // Far more than a model would leave out, and far less than fills the memory.
    private const int MaxGap = 10_000;

    private readonly GrowingText _growing = parent?._growing ?? new GrowingText();
    private string? _text;
    private PartialInside? _inside;
    private bool _isChanged;
    private bool _isListed;

    public PartialNode? Parent { get; } = parent;

    /// <summary>The name in the parent, or <see langword="null"/> for an item.</summary>
    public string? Name { get; } = name;

    public int Index { get; } = index;

    public PartialKind Kind { get; private set; }

    /// <summary>Members in the order they came; items by their index, with gaps as <see langword="null"/>.</summary>
    public List<PartialNode?> Children => _inside?.Children ?? NoChildren;

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

    public bool HasContent => Kind != PartialKind.None;

    private static List<PartialNode?> NoChildren { get; } = [];

    private object? Value { get; set; } = Shape.NotYet;

    private Shape? ValueShape { get; set; }

    public string Text => _growing.IsOf(this) ? _growing.ToString() : _text ?? string.Empty;

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

    /// <summary>The live object or list behind the value, if <paramref name="shape"/> made it.</summary>
    public object? Instance(Shape shape) => ReferenceEquals(_inside?.InstanceShape, shape) ? _inside!.Instance : null;

    public void Keep(object instance, Shape shape) => (_inside!.Instance, _inside.InstanceShape) = (instance, shape);

    /// <summary>The children to look at again; all of them where the instance is new.</summary>
    public PartialChanges ChangedChildren(bool all) => new(all ? Children : null, _inside?.FirstChanged);

    /// <summary>The child that changed after this one, or <see langword="null"/>.</summary>
    public PartialNode? NextChanged { get; private set; }

    public PartialNode? Find(string member) => _inside?.Find(member);

    public PartialNode? Find(int item) => Kind == PartialKind.Array && item < Children.Count ? Children[item] : null;

    public PartialNode Member(string member)
    {
        Become(PartialKind.Object);
        if (Find(member) is { } known)
        {
            return known;
        }

        var node = new PartialNode(this, member, -1);
        _inside!.Add(node);
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
                _inside = new PartialInside();
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
        if (_text is null)
        {
            _text = text;
        }
        else
        {
            _growing.Append(this, _text, text);
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
        _growing.Leave(this);
        (_text, _inside) = (null, null);
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
                node.Parent.List(node);
            }
        }
    }

    /// <summary>Another place has the buffer now.</summary>
    public void KeepText(string text) => _text = !_isChanged && Value is string same ? same : text;

    private void List(PartialNode child)
    {
        if (_inside!.LastChanged is { } last)
        {
            last.NextChanged = child;
        }
        else
        {
            _inside.FirstChanged = child;
        }

        _inside.LastChanged = child;
    }

    private void Forget()
    {
        for (var child = _inside?.FirstChanged; child is not null;)
        {
            var next = child.NextChanged;
            (child._isListed, child.NextChanged) = (false, null);
            child = next;
        }

        if (_inside is not null)
        {
            (_inside.FirstChanged, _inside.LastChanged) = (null, null);
        }
    }

    /// <summary>Whether all that came here went with an earlier writing.</summary>
    public bool IsGone() => IsDropped || (Children.Count > 0 && Children.TrueForAll(child => child is null || child.IsGone()));

    /// <summary>The same content, with no values made of it yet.</summary>
    public PartialNode Copy(PartialNode? parent = null)
    {
        var copy = new PartialNode(parent, Name, Index) { Kind = Kind, IsExact = IsExact, IsDropped = IsDropped, _text = _text is null ? null : Text, _isChanged = true };
        if (_inside is not null)
        {
            copy._inside = new PartialInside();
            foreach (var child in Children)
            {
                copy._inside.Add(child?.Copy(copy));
            }
        }

        return copy;
    }
}
