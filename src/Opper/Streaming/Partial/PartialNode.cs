namespace Opper;

/// <summary>
/// A place in an answer that is being put together: what has come for it, and the value made of that. A new piece marks the way up to the
/// root, so that making the value again touches that way alone.
/// </summary>
internal sealed class PartialNode
{
    private readonly PartialContext _context;
    private readonly PartialInside? _outside;
    private object? _value = Shape.NotYet;
    private Shape? _shape;
    private string? _text;
    private PartialInside? _inside;
    private bool _isChanged;
    private bool _isComplete;
    private long _work;
    private long _workBuilt;

    public PartialNode(PartialContext context) => _context = context;

    private PartialNode(PartialNode parent, string? name, int index)
    {
        _context = parent._context;
        _outside = parent._inside;
        Parent = parent;
        Name = name;
        Index = index;
        Depth = parent.Depth + 1;
        _context.AddPlace(Depth);
    }

    public PartialNode? Parent { get; }

    /// <summary>The name in the parent, or <see langword="null"/> for an item.</summary>
    public string? Name { get; }

    public int Index { get; } = -1;

    public int Depth { get; }

    public int MaxDepth => _context.MaxDepth;

    public PartialKind Kind { get; private set; }

    /// <summary>Members in the order they came; items by their index, with gaps as <see langword="null"/>.</summary>
    public List<PartialNode?> Children => _inside?.Children ?? NoChildren;

    /// <summary>Whether it came as JSON text: then it has its kind already and all that belongs to it, and nothing is to be guessed.</summary>
    public bool IsExact { get; set; }

    /// <summary>Whether nothing is added any more. What a value still lacks is due then.</summary>
    public bool IsComplete
    {
        get => _isComplete;
        set
        {
            _isComplete = value;
            if (value && _workBuilt > 0 && _isChanged)
            {
                Touch();
            }
        }
    }

    /// <summary>Written before the answer began anew, and not written again since.</summary>
    public bool IsStale { get; set; }

    /// <summary>Gone with the writing it belonged to.</summary>
    public bool IsDropped { get; set; }

    /// <summary>The place among the fields written so far.</summary>
    public int Order { get; set; } = -1;

    /// <summary>Reads the JSON text that comes for this place, where it comes so.</summary>
    public PartialJsonText? TextReader { get; set; }

    /// <summary>Whether the parent has it still.</summary>
    public bool IsAttached => Parent is null || ReferenceEquals(_outside, Parent._inside);

    /// <summary>Whether the parent knows that it has changed.</summary>
    public bool IsListed { get; set; }

    public bool HasContent => Kind != PartialKind.None;

    private static List<PartialNode?> NoChildren { get; } = [];

    public string Text => _context.Show(_context.Growing.IsOf(this) ? _context.Growing.ToString() : _text ?? string.Empty, IsComplete);

    public int TextLength => _context.Growing.IsOf(this) ? _context.Growing.Length : _text?.Length ?? 0;

    /// <summary>The value so far, or <see cref="Shape.NotYet"/>. What has not changed is not made again.</summary>
    public object? Build(Shape shape)
    {
        if (ReferenceEquals(_shape, shape) && (!_isChanged || (shape.Lag > 0 && !IsComplete && _context.MayWait(_work, _workBuilt, shape.Lag))))
        {
            return _value;
        }

        _workBuilt = _work;
        _shape = shape;
        _value = Kind switch
        {
            PartialKind.None => Shape.NotYet,
            PartialKind.Null => shape.Null,
            _ => shape.Build(this),
        };
        _isChanged = false;
        _inside?.ForgetChanges();
        return _value;
    }

    /// <summary>The live object or list behind the value, if <paramref name="shape"/> made it.</summary>
    public object? Instance(Shape shape) => ReferenceEquals(_inside?.InstanceShape, shape) ? _inside!.Instance : null;

    public void Keep(object instance, Shape shape) => (_inside!.Instance, _inside.InstanceShape) = (instance, shape);

    /// <summary>The children to look at again; all of them where the instance is new.</summary>
    public List<PartialNode?> ChangedChildren(bool all) => all ? Children : _inside?.Changed ?? NoChildren;

    public PartialNode? Find(string member) => Kind == PartialKind.Object ? _inside!.Find(member) : null;

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
        if (Find(item) is { } known)
        {
            return known;
        }

        _context.AddGaps(item < Children.Count ? -1 : item - Children.Count);
        while (Children.Count <= item)
        {
            Children.Add(null);
        }

        return Children[item] = new PartialNode(this, null, item);
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

        _context.AddText(text);
        Kind = kind;
        if (_text is null)
        {
            _text = text;
        }
        else if (text.Length > 0)
        {
            _context.Growing.Append(this, _text, text);
        }

        if (kind is PartialKind.Number or PartialKind.Unended)
        {
            _context.CheckNumber(TextLength);
        }

        Touch(text.Length);
    }

    public void Clear()
    {
        _inside?.ForgetChanges();
        _context.Growing.Leave(this);
        _context.Version += _inside is null ? 0 : 1;
        (_text, _inside) = (null, null);
        Kind = PartialKind.None;
        IsComplete = false;
        Touch();
    }

    /// <summary>Begins again, whatever was being read.</summary>
    public void Restart()
    {
        TextReader = null;
        IsExact = false;
        Clear();
    }

    /// <summary>Marks the way up to the root; of a place that is gone with its parent's content, only as far as that.</summary>
    public void Touch(int length = 0)
    {
        for (var node = this; ; node = node.Parent)
        {
            node._isChanged = true;
            node._work += PartialContext.WorkOfChange + length;
            if (node.Parent is null || !node.IsAttached)
            {
                return;
            }

            if (!node.IsListed)
            {
                node.IsListed = true;
                node.Parent._inside!.Changed.Add(node);
            }
        }
    }

    /// <summary>The same content, with no values made of it yet.</summary>
    public PartialNode Copy() => CopyTo(new PartialNode(new PartialContext(int.MaxValue, int.MaxValue, int.MaxValue) { IsFinished = _context.IsFinished }));

    private PartialNode CopyTo(PartialNode copy)
    {
        copy.Become(Kind);
        (copy.IsExact, copy.IsDropped, copy._isComplete, copy._text, copy._isChanged) = (IsExact, IsDropped, IsComplete, _text is null ? null : Text, true);
        foreach (var child in Children)
        {
            copy._inside!.Add(child?.CopyTo(new PartialNode(copy, child.Name, child.Index)));
        }

        return copy;
    }

    /// <summary>Another place has the buffer now.</summary>
    public void KeepText(string text) => _text = !_isChanged && _value is string same && same.Length == text.Length ? same : text;
}
