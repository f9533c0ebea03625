using System.Text.Json;

namespace Opper;

/// <summary>
/// Puts an answer together, piece by piece, typed or not. What a piece costs depends on its own length and on how deep its place is, not on how
/// much there is already. The rules are in README.md, one folder up.
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

    /// <summary>An answer of no type: text as long as no path comes, else any JSON.</summary>
    public PartialAnswer(IHasOutputSchema? request, PartialContext context)
        : this(AnyShape.Instance, AnyShape.Instance, context, request)
        => _isUntyped = true;

    public PartialAnswer(Type type, TypeSource source, bool isWrapped, PartialContext context)
        : this(Shape.For(type, source), isWrapped || type == typeof(string) ? new WrapperShape(Shape.For(type, source)) : Shape.For(type, source), context, request: null)
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

    /// <summary>The place that the last chunk changed, or <see langword="null"/> where it had nothing for the answer.</summary>
    public PartialNode? Changed { get; private set; }

    /// <summary>Whether the answer has come as JSON: by paths, or as an object or array.</summary>
    public bool IsStructured { get; private set; }

    /// <summary>The text that was no JSON, or <see langword="null"/>.</summary>
    public string? TextThatIsNoJson => Root is { HasContent: false, TextReader: { HasBegun: false } reader } ? reader.Raw : null;

    public PartialNode? ValueRoot => ValueOf(Root);

    /// <summary>Takes a piece in.</summary>
    /// <exception cref="OpperSerializationException">It is JSON text, and is not valid.</exception>
    /// <exception cref="OpperStreamException">Its path leads nowhere, or a bound is exceeded.</exception>
    public void Add(StreamChunk chunk)
    {
        Changed = null;
        Changed = chunk.JsonPath is { Length: > 0 } path ? Put(Locate(path, chunk), chunk.Delta, chunk.Kind)
            : chunk.Delta is { Length: > 0 } text ? AddText(text, chunk.Kind)
            : null;
    }

    /// <summary>Says that nothing follows.</summary>
    /// <returns>Whether what came as JSON text is there to its end.</returns>
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
                // A text where an object or a list was to be: kept, so that reading the answer says so.
                node.Append(reader.Raw, PartialKind.String);
            }
        }

        _readers.Clear();
        _writing.End();
        return isWhole;
    }

    /// <summary>The answer as JSON: each field of the kind its type has, collections of which nothing came as empty ones.</summary>
    public void WriteTo(PooledBytes bytes)
    {
        using var writer = new Utf8JsonWriter(bytes, new JsonWriterOptions { MaxDepth = _context.MaxDepth + 2, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        _shape.WriteWhole(Root, writer);
    }

    /// <summary>The value so far, live.</summary>
    public object? Build() => Build(ValueRoot);

    /// <summary>The value so far, made afresh: no other reads or changes it.</summary>
    public object? BuildCopy() => Build(ValueOf(Root.Copy()));

    /// <summary>The place of a path as callers write it, or <see langword="null"/> when nothing has come for it.</summary>
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
            throw new OpperSerializationException($"What has come of the answer cannot be made a {TypeNames.Of(_value.Type)}; InnerException says why.", string.Empty, exception) { TargetType = _value.Type };
        }
    }

    private PartialNode? AddText(string text, StreamDeltaKind kind)
    {
        if (IsStructured && kind != StreamDeltaKind.Json)
        {
            // Once there are paths, the answer is what has one.
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

    // Pieces of one field follow each other, mostly with the very same string as path.
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
        // A function with a schema of its own gives the value without the object around it.
        var isBare = _isWrapped && !PartialPrefix.IsName(path, start, WrappedValue.PropertyName);
        return PartialPath.Find(isBare ? Root.Member(WrappedValue.PropertyName) : Root, isBare ? _value : _shape, path, start, creates: true, PathFit.Loose, goal)
            ?? throw new OpperStreamException("A path of the stream leads where the type has nothing: into a text or a number, or to an item of what is no list.");
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
                // A whole value takes the place of the one before; within a text it is a piece that looked like a number to the server.
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

    // The JSON text of a whole object or list may come under its own path.
    private bool ReadsText(PartialNode node) => node.Kind is PartialKind.None or PartialKind.Object or PartialKind.Array && _currentShape is { IsContainer: true } and not AnyShape;

    private Shape ShapeOf(PartialNode node)
        => node.Parent is null ? _shape : (node.Name is { } name ? ShapeOf(node.Parent).Member(name) : ShapeOf(node.Parent).Item) ?? AnyShape.Instance;
}
