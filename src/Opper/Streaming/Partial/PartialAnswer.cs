using System.Text;

namespace Opper;

/// <summary>
/// Puts a typed answer together, piece by piece. What a piece costs depends on its own length and on how deep its place is, not on how much
/// there is already.
/// </summary>
internal sealed class PartialAnswer
{
    private const string Prefix = "response";

    private readonly bool _isWrapped;
    private readonly bool _isText;
    private readonly PartialWriting _writing = new();
    private bool? _stripsPrefix;
    private PartialNode? _current;
    private string? _currentPath;

    public PartialAnswer(Type type, TypeSource source, bool isWrapped)
    {
        _isText = type == typeof(string);
        _isWrapped = isWrapped || _isText;
        Value = source.Shape(type);
        Shape = _isWrapped ? new WrapperShape(Value) : Value;
    }

    public PartialNode Root { get; private set; } = new(null, null, -1);

    public Shape Shape { get; }

    /// <summary>The shape of the answer itself.</summary>
    public Shape Value { get; }

    /// <summary>The text of an answer that came without paths, for messages.</summary>
    private StringBuilder? RawText { get; set; }

    /// <summary>Takes a piece in.</summary>
    /// <returns>The place that changed, or <see langword="null"/> when the chunk has nothing for the answer.</returns>
    public PartialNode? Add(StreamChunk chunk)
    {
        if (chunk.IsError)
        {
            return null;
        }

        if (chunk.JsonPath is { Length: > 0 } path)
        {
            return Put(Locate(path, Goal(chunk)), chunk.Delta, chunk.Kind);
        }

        return chunk.Delta is { Length: > 0 } text ? AddText(text, chunk.Kind) : null;
    }

    /// <summary>Says that nothing follows.</summary>
    /// <returns>Whether an answer that came as JSON text is there to its end.</returns>
    public bool Finish()
    {
        if (Root.TextReader is { } reader)
        {
            reader.End();
            return reader.IsWhole;
        }

        _writing.End();
        return true;
    }

    /// <summary>The text that was no JSON, or <see langword="null"/>.</summary>
    public string? TextThatIsNoJson => Root is { HasContent: false, TextReader.HasBegun: false } ? RawText?.ToString() : null;

    /// <summary>The answer as JSON: each field of the kind its type has, collections of which nothing came as empty ones.</summary>
    public void WriteTo(PooledBytes bytes)
    {
        using var writer = new System.Text.Json.Utf8JsonWriter(bytes, new System.Text.Json.JsonWriterOptions { MaxDepth = OpperJson.MaxDepth });
        if (Root.HasContent)
        {
            Shape.Write(Root, writer);
        }
        else if (Shape.MayBeSilent(0))
        {
            Shape.WriteSilent(writer);
        }
        else
        {
            writer.WriteNullValue();
        }
    }

    public object? Build() => Build(Root);

    /// <summary>The value so far, made afresh: no other reads or changes it.</summary>
    public object? BuildCopy() => Build(Root.Copy());

    /// <summary>The place of a path as callers write it, or <see langword="null"/> when nothing has come for it.</summary>
    public PartialNode? Find(string path)
    {
        var root = ValueRoot;
        return path.Length == 0 ? root : root is null ? null : PartialPath.Find(root, Value, path, 0, creates: false, PathFit.Loose);
    }

    public PartialNode? ValueRoot => _isWrapped ? Root.Find(WrappedValue.PropertyName) : Root;

    /// <summary>The path of a place as callers write it.</summary>
    public string PathOf(PartialNode node)
    {
        var steps = new Stack<PartialNode>();
        for (var step = node; step.Parent is not null && !ReferenceEquals(step, ValueRoot); step = step.Parent)
        {
            steps.Push(step);
        }

        var path = new StringBuilder();
        foreach (var step in steps)
        {
            if (step.Name is null)
            {
                path.Append('[').Append(step.Index).Append(']');
            }
            else
            {
                path.Append(path.Length > 0 ? "." : string.Empty).Append(step.Name);
            }
        }

        return path.ToString();
    }

    private object? Build(PartialNode root)
    {
        object? value;
        if (_isWrapped)
        {
            value = root.Find(WrappedValue.PropertyName)?.Build(Value) ?? (root.Find(WrappedValue.PropertyName) is null ? Shape.NotYet : null);
        }
        else
        {
            value = root.Build(Value);
        }

        return ReferenceEquals(value, Shape.NotYet) ? Value.Empty(0) : value;
    }

    private PartialNode AddText(string text, StreamDeltaKind kind)
    {
        if (_isText)
        {
            var node = Root.Member(WrappedValue.PropertyName);
            node.Append(text, PartialKind.String);
            return node;
        }

        if (kind == StreamDeltaKind.Json)
        {
            Root.Restart();
        }

        if (!Root.HasContent)
        {
            (RawText ??= new StringBuilder()).Append(text);
        }

        return ReadInto(Root, text, _isWrapped ? WrappedValue.PropertyName : null, _isWrapped && !Value.IsContainer);
    }

    private static PartialNode ReadInto(PartialNode node, string text, string? wrapper, bool takesBareValue)
        => (node.TextReader ??= new PartialJsonText(node, wrapper, takesBareValue)).Append(text);

    // Pieces of one field follow each other, mostly with the very same string as path.
    private PartialNode Locate(string path, PathFit goal)
    {
        if (_current is not null && (ReferenceEquals(path, _currentPath) || path == _currentPath))
        {
            return _current;
        }

        var node = Resolve(path, goal);
        if (!ReferenceEquals(node, _current))
        {
            Enter(node);
        }

        (_current, _currentPath) = (node, path);
        return node;
    }

    private PartialNode Resolve(string path, PathFit goal)
    {
        var start = StripsPrefix(path, goal) ? Prefix.Length : 0;
        if (_isWrapped && !IsName(path, start, WrappedValue.PropertyName))
        {
            // A function with a schema of its own gives the value without the object around it.
            return PartialPath.Find(Root.Member(WrappedValue.PropertyName), Value, path, start, creates: true, PathFit.Loose, goal) ?? throw NoSuchPlace();
        }

        return PartialPath.Find(Root, Shape, path, start, creates: true, PathFit.Loose, goal) ?? throw NoSuchPlace();
    }

    private static PathFit Goal(StreamChunk chunk) => chunk.Kind switch
    {
        StreamDeltaKind.None => PathFit.Known,
        StreamDeltaKind.Json => chunk.Delta!.TrimStart()[0] == '[' ? PathFit.ToList : PathFit.ToObject,
        _ => PathFit.ToValue,
    };

    private static OpperStreamException NoSuchPlace()
        => new("A path of the stream leads where the type has nothing: into a text or a number, or to an item of what is no list.");

    // A dictionary may have a key of that name: there the first path of all decides.
    private bool StripsPrefix(string path, PathFit goal)
    {
        var hasPrefix = IsName(path, 0, Prefix);
        if (_isWrapped || Shape.Structure is not (DictionaryShape or AnyShape))
        {
            return hasPrefix && (_isWrapped || Shape.Member(Prefix) is null);
        }

        _stripsPrefix ??= hasPrefix && PartialPath.Find(new PartialNode(null, null, -1), Shape, path, Prefix.Length, creates: true, goal) is not null;
        return hasPrefix && _stripsPrefix.Value;
    }

    private static bool IsName(string path, int start, string name)
    {
        start += start < path.Length && path[start] == '.' ? 1 : 0;
        return string.CompareOrdinal(path, start, name, 0, name.Length) == 0 && (path.Length == start + name.Length || path[start + name.Length] is '.' or '[');
    }

    private void Enter(PartialNode node)
    {
        for (var left = _current; left is not null; left = left.Parent)
        {
            left.IsComplete = true;
        }

        _writing.Enter(node);
        for (var entered = node; entered is not null; entered = entered.Parent)
        {
            entered.IsComplete = false;
        }
    }

    private PartialNode Put(PartialNode node, string? delta, StreamDeltaKind kind)
    {
        switch (kind)
        {
            case StreamDeltaKind.None when !node.HasContent:
                node.Settle(PartialKind.Null);
                node.IsComplete = true;
                break;
            case StreamDeltaKind.None:
                break;
            case StreamDeltaKind.Json:
                node.Restart();
                return ReadInto(node, delta!, wrapper: null, takesBareValue: false);
            case StreamDeltaKind.String when node.TextReader is not null || ReadsText(node):
                return ReadInto(node, delta!, wrapper: null, takesBareValue: false);
            case StreamDeltaKind.String:
                if (node.Kind is PartialKind.Number or PartialKind.Boolean && !IsTextPlace(node))
                {
                    node.Clear();
                }

                node.Append(delta!, PartialKind.String);
                break;
            default:
                // A whole value takes the place of the one before; within a text it is a piece that looked like a number to the server.
                if (!IsTextPlace(node))
                {
                    node.Clear();
                }

                node.Append(delta!, node.Kind == PartialKind.String ? PartialKind.String : kind == StreamDeltaKind.Number ? PartialKind.Number : PartialKind.Boolean);
                node.IsComplete = true;
                break;
        }

        return node;
    }

    private bool IsTextPlace(PartialNode node) => ShapeOf(node) is { Type: var type } && type == typeof(string);

    // The JSON text of a whole object or list may come under its own path.
    private bool ReadsText(PartialNode node) => node.Kind is PartialKind.None or PartialKind.Object or PartialKind.Array && ShapeOf(node).Structure is ListShape or ObjectShape or DictionaryShape or FamilyShape;

    private Shape ShapeOf(PartialNode node)
        => node.Parent is null ? Shape : (node.Name is { } name ? ShapeOf(node.Parent).Member(name) : ShapeOf(node.Parent).Item) ?? AnyShape.Instance;
}
