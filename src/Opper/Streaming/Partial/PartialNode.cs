namespace Opper;

/// <summary>
/// A place in an answer that is being put together: what has come for it, and the value made of that. A new piece marks the way up to the
/// root, so that making the value again touches that way alone.
/// </summary>
internal sealed class PartialNode
{
    // In characters that have come; a place counts for some.
    private const int WorkOfTouch = 8;
    private const int MinWork = 16_384;
    private const int ShareOfWork = 8;

    private readonly PartialContext _context;
    private readonly PartialInside? _outside;
    private string? _text;
    private PartialInside? _inside;
    private bool _isChanged;
    private bool _isListed;
    private bool _isComplete;
    private long _work;
    private long _workBuilt;

    /// <summary>Makes the root.</summary>
    public PartialNode(PartialContext context)
    {
        _context = context;
        Index = -1;
    }

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

    public int Index { get; }

    public int Depth { get; }

    public int MaxDepth => _context.MaxDepth;

    public PartialKind Kind { get; private set; }

    /// <summary>Members in the order they came; items by their index, with gaps as <see langword="null"/>.</summary>
    public List<PartialNode?> Children => _inside?.Children ?? NoChildren;

    /// <summary>Whether it came as JSON text: then it has its kind already and all that belongs to it, and nothing is to be guessed.</summary>
    public bool IsExact { get; set; }

    public bool IsComplete
    {
        get => _isComplete;
        set
        {
            _isComplete = value;
            if (value && _workBuilt > 0 && _isChanged)
            {
                // What was put off is due now.
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

    public bool HasContent => Kind != PartialKind.None;

    private static List<PartialNode?> NoChildren { get; } = [];

    private object? Value { get; set; } = Shape.NotYet;

    private Shape? ValueShape { get; set; }

    public string Text
    {
        get
        {
            var text = _context.Growing.IsOf(this) ? _context.Growing.ToString() : _text ?? string.Empty;
            return _context.HasSurrogates ? (IsComplete || _context.IsFinished ? JsonText.WellFormed(text)! : JsonText.WellFormedSoFar(text)) : text;
        }
    }

    public int TextLength => _context.Growing.IsOf(this) ? _context.Growing.Length : _text?.Length ?? 0;

    /// <summary>The value so far, or <see cref="Shape.NotYet"/>. What has not changed is not made again.</summary>
    public object? Build(Shape shape)
    {
        if (ReferenceEquals(ValueShape, shape) && (!_isChanged || (shape.IsMadeAnew && MayWait)))
        {
            return Value;
        }

        _workBuilt = _work;
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

    // Made anew for each piece, a large value would cost the square of what there is.
    private bool MayWait => _work > MinWork && _work - _workBuilt < _workBuilt / ShareOfWork && !IsComplete && !_context.IsFinished;

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
        else
        {
            _context.Growing.Append(this, _text, text);
        }

        if (kind is PartialKind.Number or PartialKind.Unended)
        {
            _context.CheckNumber(TextLength);
        }

        Touch(text.Length);
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
            node._work += WorkOfTouch + length;
            if (node.Parent is null || !node.IsAttached)
            {
                return;
            }

            if (!node._isListed)
            {
                node._isListed = true;
                node.Parent._inside!.Changed.Add(node);
            }
        }
    }

    /// <summary>Another place has the buffer now.</summary>
    public void KeepText(string text) => _text = !_isChanged && Value is string same && same.Length == text.Length ? same : text;

    /// <summary>The same content, with no values made of it yet.</summary>
    public PartialNode Copy() => CopyTo(new PartialNode(new PartialContext(int.MaxValue, int.MaxValue, int.MaxValue) { IsFinished = _context.IsFinished }));

    private PartialNode CopyTo(PartialNode copy)
    {
        copy.Become(Kind);
        (copy.IsExact, copy.IsDropped, copy.IsComplete, copy._text, copy._isChanged) = (IsExact, IsDropped, IsComplete, _text is null ? null : Text, true);
        foreach (var child in Children)
        {
            copy._inside!.Add(child?.CopyTo(new PartialNode(copy, child.Name, child.Index)));
        }

        return copy;
    }

    private void Forget()
    {
        if (_inside is null)
        {
            return;
        }

        foreach (var child in _inside.Changed)
        {
            child!._isListed = false;
        }

        _inside.Changed.Clear();
    }
}
