using System.Text.Json;

namespace Opper;

/// <summary>
/// Assembles an answer, typed or not, from its chunks. The cost of a chunk depends on its own length and the depth of its path, not on the size of the
/// answer so far. The rules are in README.md in the parent folder.
/// </summary>
internal sealed class PartialAnswer
{
    private readonly PartialContext _context;
    private readonly PartialWriting _writing = new();
    private readonly PartialPrefix _prefix;
    private readonly List<PartialNode> _readers = [];
    private readonly Shape _shape;
    private readonly Shape _value;
    private readonly bool _isUntyped;
    private readonly bool _isWrapped;
    private PartialNode? _current;
    private Shape _currentShape = AnyShape.Instance;
    private string? _currentPath;
    private int _currentVersion;

    /// <summary>An untyped answer: text until a path arrives, otherwise JSON of any type.</summary>
    public PartialAnswer(IHasOutputSchema? request, PartialContext context)
        : this(AnyShape.Instance, AnyShape.Instance, context, request)
        => _isUntyped = true;

    public PartialAnswer(Type type, TypeSource source, bool isWrapped, PartialContext context)
        : this(source.Shape(type), isWrapped || type == typeof(string) ? new WrapperShape(source.Shape(type)) : source.Shape(type), context, request: null)
        => _isWrapped = isWrapped || type == typeof(string);

    private PartialAnswer(Shape value, Shape shape, PartialContext context, IHasOutputSchema? request)
    {
        _context = context;
        _prefix = new PartialPrefix(request);
        _value = value;
        _shape = shape;
        Root = new PartialNode(context);
    }

    public PartialNode Root { get; }

    /// <summary>The node that the last chunk changed, or <see langword="null"/> if the chunk had no content.</summary>
    public PartialNode? Changed { get; private set; }

    /// <summary>Whether the answer is JSON: sent by paths, or as an object or array.</summary>
    public bool IsStructured { get; private set; }

    /// <summary>The text received, if no JSON was found in it; otherwise <see langword="null"/>.</summary>
    public string? TextThatIsNoJson => Root is { HasContent: false, TextReader: { HasBegun: false } reader } ? reader.Raw : null;

    public PartialNode? ValueRoot => ValueOf(Root);

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
        _writing.End();
        return isWhole;
    }

    /// <summary>The answer as JSON: each field has the JSON type of its member, and collections for which nothing arrived are empty.</summary>
    public void WriteTo(PooledBytes bytes)
    {
        using var writer = new Utf8JsonWriter(bytes, new JsonWriterOptions { MaxDepth = _context.MaxDepth + 2, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        _shape.WriteWhole(Root, writer);
    }

    /// <summary>The live value so far.</summary>
    public object? Build() => Build(ValueRoot);

    /// <summary>A copy of the value so far.</summary>
    public object? BuildCopy() => Build(ValueOf(Root.Copy()));

    /// <summary>The node at a path that a caller gave, or <see langword="null"/> if nothing has arrived for it.</summary>
    public PartialNode? Find(string path)
    {
        var root = ValueRoot;
        return path.Length == 0 ? root : root is null ? null : PartialPath.Find(root, _value, path, 0, creates: false, PathFit.Loose);
    }

    private PartialNode? ValueOf(PartialNode root) => _isWrapped ? root.Find(WrappedValue.PropertyName) : root;

    private object? Build(PartialNode? node)
    {
        try
        {
            var value = node is null ? Shape.NotYet : node.Build(_value);
            return ReferenceEquals(value, Shape.NotYet) ? _value.Empty(0) : value;
        }
        catch (Exception exception) when (exception is not OpperException)
        {
            throw new OpperSerializationException($"The partial answer cannot be converted to {TypeNames.Of(_value.Type)}; see InnerException.", string.Empty, exception) { TargetType = _value.Type };
        }
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
        else if (_isUntyped || _value.Type == typeof(string))
        {
            var node = _isUntyped ? Root : Root.Member(WrappedValue.PropertyName);
            node.Append(text, PartialKind.String);
            return node;
        }

        return ReadInto(Root, _value, text, _isWrapped ? WrappedValue.PropertyName : null);
    }

    private PartialNode ReadInto(PartialNode node, Shape shape, string text, string? wrapper)
    {
        if (node.TextReader is not { } reader)
        {
            var takesValue = !shape.IsContainer || shape is AnyShape || Nullable.GetUnderlyingType(shape.Type) is not null;
            node.TextReader = reader = new PartialJsonText(node, wrapper, new TextAroundJson(_context.AllowsTextAround, takesList: shape.Item is not null, takesValue), _isUntyped ? null : _value.Type);
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

        var node = Resolve(JsonText.WellFormed(path)!, PartialPath.GoalOf(chunk));
        _writing.Enter(node);
        (_current, _currentPath, _currentShape, _currentVersion) = (node, path, ShapeOf(node), _context.Version);
        return node;
    }

    private PartialNode Resolve(string path, PathFit goal)
    {
        var start = _prefix.LengthIn(path, goal, _shape, _isWrapped, _context);
        // A function that has its own schema returns the value without the wrapper object.
        var isBare = _isWrapped && !PartialPrefix.IsName(path, start, WrappedValue.PropertyName);
        return PartialPath.Find(isBare ? Root.Member(WrappedValue.PropertyName) : Root, isBare ? _value : _shape, path, start, creates: true, PathFit.Loose, goal)
            ?? throw new OpperStreamException("A path in the stream does not fit the type: it leads into a scalar, or to an item of something other than a list.");
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
                var changed = ReadInto(node, AnyShape.Instance, delta!, wrapper: null);
                node.TextReader = node.TextReader is { IsWhole: true } ? null : node.TextReader;
                return changed;
            case StreamDeltaKind.String when node.TextReader is not null || ReadsText(node):
                return ReadInto(node, _currentShape, delta!, wrapper: null);
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

                var isText = node.Kind == PartialKind.String || JsonAtom.TypeOf(delta!) is not (JsonTokenType.Number or JsonTokenType.True or JsonTokenType.False);
                node.Append(delta!, isText ? PartialKind.String : kind == StreamDeltaKind.Number ? PartialKind.Number : PartialKind.Boolean);
                node.IsComplete = true;
                break;
        }

        return node;
    }

    // The JSON text of a whole object or list may be sent under its own path.
    private bool ReadsText(PartialNode node) => node.Kind is PartialKind.None or PartialKind.Object or PartialKind.Array && _currentShape is { IsContainer: true } and not AnyShape;

    private Shape ShapeOf(PartialNode node)
        => node.Parent is null ? _shape : (node.Name is { } name ? ShapeOf(node.Parent).Member(name) : ShapeOf(node.Parent).Item) ?? AnyShape.Instance;
}
