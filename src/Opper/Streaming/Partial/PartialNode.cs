using System.Text;

namespace Opper.Streaming;

/// <summary>
/// A node of a partial answer: the content received for it, and the value built from that. A chunk marks its node and the ancestors as changed, so that
/// building the value again visits those alone.
/// </summary>
internal sealed class PartialNode
{
    private readonly PartialContext _context;
    private readonly PartialChildren? _siblings;
    private object? _value = Shape.NotYet;
    private Shape? _shape;
    private string? _text;
    private StringBuilder? _buffer;
    private bool _hadBuffer;
    private PartialChildren? _children;
    private bool _isChanged;
    private bool _isComplete;
    private bool _isDropped;
    private long _work;
    private long _workBuilt;

    public PartialNode(PartialContext context) => _context = context;

    private PartialNode(PartialNode parent, string? name, int index)
    {
        (_context, _siblings) = (parent._context, parent._children);
        (Parent, Name, Index, Depth) = (parent, name, index, parent.Depth + 1);
        _context.AddPlace(Depth);
    }

    public PartialNode? Parent { get; }

    /// <summary>The member name, or <see langword="null"/> for an item.</summary>
    public string? Name { get; }

    public int Index { get; } = -1;

    public int Depth { get; }

    public PartialKind Kind { get; private set; }

    public List<PartialNode?> Children => _children ?? PartialChildren.None;

    /// <summary>Whether it arrived as JSON text, so that its JSON type is known and no member was left implicit.</summary>
    public bool IsExact { get; set; }

    /// <summary>Whether no more content is expected. A value that lags must be brought up to date then.</summary>
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

    /// <summary>Whether it was written before the answer started over, and has not been written again.</summary>
    public bool IsStale { get; set; }

    /// <summary>Whether it is not part of the answer, because it was not written again; an object or list is dropped with the last of its children.</summary>
    public bool IsDropped
    {
        get => _isDropped || (_children is { Count: > 0 } && _children.TrueForAll(static child => child is null or { IsDropped: true }));
        set => _isDropped = value;
    }

    /// <summary>The position among the fields written so far.</summary>
    public int Order { get; set; } = -1;

    /// <summary>Parses the JSON text that arrives for this node, if any.</summary>
    public PartialJsonText? TextReader { get; set; }

    /// <summary>Whether it is still a child of its parent.</summary>
    public bool IsAttached => Parent is null || ReferenceEquals(_siblings, Parent._children);

    /// <summary>Whether it is in the parent's list of changed children.</summary>
    public bool IsListed { get; set; }

    /// <summary>Whether its value is an object that is updated in place, as are those that contain it.</summary>
    public bool IsLive => _children?.Instance is { } instance && ReferenceEquals(instance, _value) && IsAttached && Parent is null or { IsLive: true };

    public bool HasContent => Kind != PartialKind.None;

    public string Text => _context.Show(_buffer?.ToString() ?? _text ?? string.Empty, IsComplete);

    public int TextLength => _buffer?.Length ?? _text?.Length ?? 0;

    /// <summary>The value so far, or <see cref="Shape.NotYet"/>. Unchanged values are not built again.</summary>
    public object? Build(Shape shape)
    {
        if (ReferenceEquals(_shape, shape) && (!_isChanged || (shape.Lag > 0 && !IsComplete && _context.MayDefer(_work, _workBuilt, shape.Lag))))
        {
            return _value;
        }

        _workBuilt = _work;
        _shape = shape;
        _value = shape.Build(this);
        _isChanged = false;
        _children?.ForgetChanges();
        return _value;
    }

    /// <summary>The live object or list, if <paramref name="shape"/> built it.</summary>
    public object? Instance(Shape shape) => ReferenceEquals(_children?.InstanceShape, shape) ? _children!.Instance : null;

    public Shape? InstanceShape => _children?.InstanceShape;

    public void Keep(object instance, Shape shape) => (_children!.Instance, _children.InstanceShape) = (instance, shape);

    /// <summary>The children that must be built again.</summary>
    public List<PartialNode?> ChangedChildren => _children?.Changed ?? PartialChildren.None;

    public PartialNode? Find(string member) => Kind == PartialKind.Object ? _children!.Find(member) : null;

    public PartialNode? Find(int item) => Kind == PartialKind.Array && item < Children.Count ? Children[item] : null;

    public PartialNode Member(string member)
    {
        Become(PartialKind.Object);
        if (Find(member) is { } known)
        {
            return known;
        }

        var node = new PartialNode(this, member, -1);
        _children!.AddChild(node);
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
                _children = new PartialChildren();
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
        if (string.IsNullOrEmpty(_text))
        {
            _text = text;
        }
        else if (text.Length > 0)
        {
            // A node that has lost the shared buffer gets its own, as texts that alternate would be copied for each delta.
            _buffer ??= (_hadBuffer ? new StringBuilder() : _context.TakeBuffer(this)).Append(_text);
            _buffer.Append(text);
        }

        if (kind is PartialKind.Number or PartialKind.Unterminated)
        {
            _context.CheckNumber(TextLength);
        }

        Touch(text.Length);
    }

    public void Clear()
    {
        _children?.ForgetChanges();
        _context.LeaveBuffer(this);
        _context.Version += _children is null ? 0 : 1;
        (_text, _buffer, _children) = (null, null, null);
        (Kind, IsComplete) = (PartialKind.None, false);
        Touch();
    }

    /// <summary>Discards the content and any parser state.</summary>
    public void Restart()
    {
        (TextReader, IsExact) = (null, false);
        Clear();
    }

    /// <summary>Marks the node and its ancestors as changed; stops at a node that was removed from its parent.</summary>
    public void Touch(int length = 0)
    {
        _context.NoteChange(this);
        for (var node = this; ; node = node.Parent)
        {
            node._isChanged = true;
            node._work += PartialContext.WorkOfChange + length;
            if (node.Parent is null || !node.IsAttached)
            {
                return;
            }

            node.Parent._children!.MarkChanged(node);
        }
    }

    /// <summary>A copy of the content, for which no values have been built.</summary>
    public PartialNode Copy(PartialNode? copy = null)
    {
        copy ??= new PartialNode(new PartialContext(int.MaxValue, int.MaxValue, int.MaxValue) { IsFinished = _context.IsFinished });
        copy.Become(Kind);
        (copy.IsExact, copy._isDropped, copy._isComplete, copy._text, copy._isChanged) = (IsExact, _isDropped, IsComplete, _text is null ? null : Text, true);
        foreach (var child in Children)
        {
            copy._children!.AddChild(child?.Copy(new PartialNode(copy, child.Name, child.Index)));
        }

        return copy;
    }

    /// <summary>Called when another node takes over the shared buffer.</summary>
    public void ReleaseBuffer()
    {
        _text = !_isChanged && _value is string same && same.Length == _buffer!.Length ? same : _buffer!.ToString();
        (_buffer, _hadBuffer) = (null, true);
    }
}
