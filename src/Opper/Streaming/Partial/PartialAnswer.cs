using System.Text.Json;

namespace Opper.Streaming;

/// <summary>
/// Assembles an answer, typed or not, from its chunks. The cost of a chunk depends on its own length and the depth of its path, not on the size of the
/// answer so far. The rules are in README.md in the parent folder.
/// </summary>
internal sealed class PartialAnswer
{
    private readonly PartialContext _context;
    private readonly PartialFieldOrder _fieldOrder = new();
    private readonly PartialPrefix _prefix;
    private readonly PartialPath _paths;
    private readonly List<PartialNode> _readers = [];
    private readonly Shape _shape;
    private readonly bool _isUntyped;
    private readonly bool _isWrapped;
    private PartialNode? _current;
    private Shape _currentShape = AnyShape.Instance;
    private string? _currentPath;
    private int _currentVersion;
    private object? _built;
    private (PartialNode Node, MemberShape Member, object Target, int Changes)? _live;

    /// <summary>An untyped answer: text until a path arrives, otherwise JSON of any type.</summary>
    public PartialAnswer(IHasOutputSchema? request, PartialContext context)
        : this(AnyShape.Instance, context, request) =>
        _isUntyped = true;

    /// <summary>A typed answer. The wrapper object around a value that is not an object is not part of the tree.</summary>
    public PartialAnswer(Type type, TypeSource source, bool isWrapped, PartialContext context)
        : this(Shape.For(type, source), context, request: null) =>
        _isWrapped = isWrapped || type == typeof(string);

    private PartialAnswer(Shape shape, PartialContext context, IHasOutputSchema? request)
    {
        _context = context;
        _prefix = new PartialPrefix(request);
        _paths = new PartialPath(context.MaxDepth);
        _shape = shape;
        Root = new PartialNode(context);
    }

    public PartialNode Root { get; }

    /// <summary>The node that the last chunk changed, or <see langword="null"/> if the chunk had no content.</summary>
    public PartialNode? Changed { get; private set; }

    /// <summary>Whether the answer is JSON: sent by paths, or as an object or array.</summary>
    public bool IsStructured { get; private set; }

    /// <summary>The text received, if no JSON was found in it; otherwise <see langword="null"/>.</summary>
    public string? NonJsonText => Root is { HasContent: false, TextReader: { HasBegun: false } reader } ? reader.Raw : null;

    /// <summary>Adds a chunk.</summary>
    /// <exception cref="OpperSerializationException">The JSON text is not valid.</exception>
    /// <exception cref="OpperStreamException">The path does not fit the type, or a limit is exceeded.</exception>
    public void Add(StreamChunk chunk)
    {
        Changed = null;
        Changed = chunk.JsonPath is { Length: > 0 } path ? Put(Locate(path, chunk), chunk.Delta, chunk.Kind)
            : chunk.Delta is { Length: > 0 } text ? AddText(text, chunk.Kind)
            : null;
    }

    /// <summary>Marks the end of the stream.</summary>
    /// <returns>Whether the JSON text, if any, is complete.</returns>
    public bool Finish()
    {
        _context.IsFinished = true;
        var isWhole = true;
        foreach (var node in _readers)
        {
            if (node.TextReader is not { } reader)
            {
                continue;
            }

            reader.End();
            isWhole &= reader.IsWhole || !reader.HasBegun;
            if (!reader.HasBegun && !string.IsNullOrWhiteSpace(reader.Raw) && node.Parent is not null)
            {
                // Text in place of an object or a list: kept, so that deserializing the answer reports it.
                node.Append(reader.Raw, PartialKind.String);
            }
        }

        _readers.Clear();
        _fieldOrder.End();
        return isWhole;
    }

    /// <summary>The answer as JSON: each field has the JSON type of its member, and collections for which nothing arrived are empty.</summary>
    public void WriteTo(PooledBytes bytes)
    {
        using var writer = new Utf8JsonWriter(bytes,
            new JsonWriterOptions { MaxDepth = _context.MaxDepth + 2, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        _shape.WriteWhole(Root, writer);
    }

    /// <summary>The live value so far. A chunk mostly continues the member that was built last, which is set without visiting the nodes above it.</summary>
    public object? Build()
    {
        if (_live is { } live && live.Changes == _context.Changes)
        {
            live.Member.TrySet(live.Target, live.Node);
            return _built;
        }

        _built = Build(Root);
        _live = _context.Changed is { Name: { } name, IsAttached: true, Parent: { IsLive: true, InstanceShape: ObjectShape shape } parent } changed
            && parent.Instance(shape) is { } target && !target.GetType().IsValueType && shape.Find(name) is { IsSettable: true } member
            ? (changed, member, target, _context.Changes)
            : null;
        return _built;
    }

    /// <summary>A copy of the value so far.</summary>
    public object? BuildCopy() => Build(Root.Copy());

    /// <summary>The node at a path that a caller gave, or <see langword="null"/> if nothing has arrived for it.</summary>
    public PartialNode? Find(string path) => path.Length == 0 ? Root : _paths.Find(Root, _shape, path, 0, creates: false, PathFit.ToValue);

    private object? Build(PartialNode node)
    {
        var value = node.Build(_shape);
        return ReferenceEquals(value, Shape.NotYet) ? _shape.Empty(0) : value;
    }

    private PartialNode? AddText(string text, StreamDeltaKind kind)
    {
        if (IsStructured && kind != StreamDeltaKind.Json)
        {
            // Once paths are used, chunks without one are not part of the answer.
            return null;
        }

        if (kind == StreamDeltaKind.Json)
        {
            IsStructured = true;
            Root.Restart();
        }
        else if (_isUntyped || _shape.Type == typeof(string))
        {
            Root.Append(text, PartialKind.String);
            return Root;
        }

        return ReadInto(Root, _shape, text, _isWrapped);
    }

    private PartialNode ReadInto(PartialNode node, Shape shape, string text, bool mayBeWrapped = false)
    {
        if (node.TextReader is not { } reader)
        {
            var takesValue = !shape.IsContainer || shape is AnyShape || Nullable.GetUnderlyingType(shape.Type) is not null;
            node.TextReader = reader = new PartialJsonText(node, mayBeWrapped,
                new TextAroundJson(_context.AllowsTextAround, takesList: shape.Item is not null, takesValue), _isUntyped ? null : _shape.Type);
            _readers.Add(node);
        }

        return reader.Append(text);
    }

    // Consecutive chunks usually belong to one field, mostly with the same path instance.
    private PartialNode Locate(string path, StreamChunk chunk)
    {
        if (_current is not null && _currentVersion == _context.Version && (ReferenceEquals(path, _currentPath) || path == _currentPath))
        {
            return _current;
        }

        if (!IsStructured)
        {
            IsStructured = true;
            Root.Restart();
        }

        var (wellFormed, goal) = (JsonText.WellFormed(path)!, PartialPath.GoalOf(chunk));
        var node = _paths.Find(Root, _shape, wellFormed, _prefix.FindLength(wellFormed, goal, _shape, _isWrapped, _paths), creates: true, goal)
            ?? throw new OpperStreamException(
                "A path in the stream does not fit the type: it leads into a scalar, or to an item of something other than a list.");
        _fieldOrder.Enter(node);
        (_current, _currentPath, _currentShape, _currentVersion) = (node, path, _paths.Target, _context.Version);
        return node;
    }

    private PartialNode Put(PartialNode node, string? delta, StreamDeltaKind kind)
    {
        var isOfText = _currentShape.Type == typeof(string) && !_currentShape.IsContainer;
        switch (kind)
        {
            case StreamDeltaKind.None:
                if (!node.HasContent)
                {
                    node.Become(PartialKind.Null);
                    node.IsComplete = true;
                }

                break;
            case StreamDeltaKind.Json:
                node.Restart();
                var changed = ReadInto(node, AnyShape.Instance, delta!);
                node.TextReader = node.TextReader is { IsWhole: true } ? null : node.TextReader;
                return changed;
            case StreamDeltaKind.String when node.TextReader is not null || ReadsText(node):
                return ReadInto(node, _currentShape, delta!);
            case StreamDeltaKind.String:
                if (node.Kind is PartialKind.Number or PartialKind.Boolean && !isOfText)
                {
                    node.Clear();
                }

                node.Append(delta!, PartialKind.String);
                if (_currentShape.IsNumber)
                {
                    _context.CheckNumber(node.TextLength);
                }

                break;
            default:
                // A complete value replaces the previous one; within a string it is a delta that the server sent as a number.
                if (!isOfText)
                {
                    node.Clear();
                }

                var isText = node.Kind == PartialKind.String
                    || JsonLiteral.TypeOf(delta!) is not (JsonTokenType.Number or JsonTokenType.True or JsonTokenType.False);
                node.Append(delta!, isText ? PartialKind.String : kind == StreamDeltaKind.Number ? PartialKind.Number : PartialKind.Boolean);
                node.IsComplete = true;
                break;
        }

        return node;
    }

    // The JSON text of a whole object or list may be sent under its own path.
    private bool ReadsText(PartialNode node) =>
        node.Kind is PartialKind.None or PartialKind.Object or PartialKind.Array && _currentShape is { IsContainer: true } and not AnyShape;
}
