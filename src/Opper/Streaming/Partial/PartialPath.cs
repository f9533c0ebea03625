namespace Opper.Streaming;

/// <summary>
/// Resolves the path of a chunk to a node. The type decides what the text leaves ambiguous: whether <c>a.b</c> is one name with a dot or two names, and
/// whether <c>0</c> is an index or a key. Of the possible dictionary keys, the shortest that leaves a resolvable rest is used.
/// </summary>
internal sealed class PartialPath(int maxDepth)
{
    // The search for a reading is exponential in the worst case, so it is limited.
    private const int MaxAttempts = 1_000;

    private readonly List<PathStep> _steps = [];
    private string _path = string.Empty;
    private PathFit _goal;
    private int _attempts;

    /// <summary>The shape that the last path led to.</summary>
    public Shape Target { get; private set; } = AnyShape.Instance;

    /// <summary>The node that a path leads to from a position in it, or <see langword="null"/> if it does not fit the shape.</summary>
    /// <remarks>Missing nodes are created if asked for. Of several readings of the path, one that fits the expected kind of its target is used.</remarks>
    public PartialNode? Find(PartialNode root, Shape shape, string path, int start, bool creates, PathFit goal)
    {
        if (!Resolve(shape, path, start, goal, PathFit.Loose))
        {
            return null;
        }

        PartialNode? node = root;
        foreach (var step in _steps)
        {
            node = creates ? Make(node!, step) : node is null ? null : Look(node, step);
        }

        return node;
    }

    /// <summary>Whether the path fits the shape strictly.</summary>
    public bool Fits(Shape shape, string path, int start, PathFit goal) => Resolve(shape, path, start, goal, goal);

    /// <summary>The path of a node, as callers write it.</summary>
    public static string Of(PartialNode node)
    {
        var before = node.Parent is null ? string.Empty : Of(node.Parent);
        return node.Name is not null ? (before.Length > 0 ? $"{before}.{node.Name}" : node.Name)
            : node.Parent is null ? before : FormattableString.Invariant($"{before}[{node.Index}]");
    }

    /// <summary>The expected target of a chunk's path.</summary>
    public static PathFit GoalOf(StreamChunk chunk) => chunk.Kind switch
    {
        StreamDeltaKind.None => PathFit.Known,
        StreamDeltaKind.Json => chunk.Delta!.TrimStart() is ['[', ..] ? PathFit.ToList : PathFit.ToObject,
        _ => PathFit.ToValue,
    };

    // A number between dots: 0 starts a list; any other is a key, unless the node is a list already.
    private static PartialNode Make(PartialNode node, PathStep step) =>
        step.Name is null || (step.IsItem && (node.Kind == PartialKind.Array || (node.Kind != PartialKind.Object && step.Index == 0))) ? node.Item(step.Index)
            : node.Member(step.Name);

    private static PartialNode? Look(PartialNode node, PathStep step) =>
        (step.Name is null ? null : node.Find(step.Name)) ?? (step.IsItem ? node.Find(step.Index) : null);

    private bool Resolve(Shape shape, string path, int start, PathFit goal, PathFit fit)
    {
        (_path, _goal, _attempts) = (path, goal, 0);
        _steps.Clear();
        return TryResolve(shape, start, fit);
    }

    private bool TryResolve(Shape shape, int position, PathFit fit)
    {
        if (position >= _path.Length)
        {
            Target = shape;
            return Fits(shape.Structure, fit);
        }

        shape = shape.Structure;

        position = PathStep.SkipDot(_path, position);
        var step = PathStep.Read(_path, position, out var end);
        return shape switch
        {
            AnyShape => TryStep(step, AnyShape.Instance, end, fit),
            ListShape => step.IsItem && TryStep(new PathStep(step.Index), shape.Item!, end, fit),
            DictionaryShape { Value: not AnyShape } dictionary when !step.IsQuoted =>
                TryKeys(dictionary, position, fit) || (fit == PathFit.Loose && TryMember(shape, step, end, fit)),
            { IsContainer: true } => TryNames(shape, position, fit) || TryMember(shape, step, end, fit),
            _ => false,
        };
    }

    private bool TryMember(Shape shape, PathStep step, int end, PathFit fit)
    {
        var name = step.Name is null ? null : shape.Known(step.Name);
        var member = name is null ? null : shape.Member(name);
        return name is not null && (member is not null || fit == PathFit.Loose) && TryStep(new PathStep(name), member ?? AnyShape.Instance, end, fit);
    }

    private bool TryNames(Shape shape, int position, PathFit fit)
    {
        foreach (var name in shape.NamesWithSeparators)
        {
            if (string.CompareOrdinal(_path, position, name, 0, name.Length) == 0 && PathStep.IsBoundary(_path, position + name.Length)
                && TryStep(new PathStep(name), shape.Member(name)!, position + name.Length, fit))
            {
                return true;
            }
        }

        return false;
    }

    private bool TryKeys(DictionaryShape dictionary, int position, PathFit fit) =>
        fit is PathFit.Loose or PathFit.Known ? TrySplits(dictionary, position, _goal) || TrySplits(dictionary, position, PathFit.Known)
            : TrySplits(dictionary, position, fit);

    private bool TrySplits(DictionaryShape dictionary, int position, PathFit fit)
    {
        for (var end = position + 1; end <= _path.Length; end++)
        {
            if (PathStep.IsBoundary(_path, end) && _attempts++ < MaxAttempts && _path.Substring(position, end - position) is var key
                && dictionary.IsValidKey(key)
                && TryStep(new PathStep(key), dictionary.Value, end, fit))
            {
                return true;
            }
        }

        return false;
    }

    private static bool Fits(Shape shape, PathFit fit) => shape is AnyShape || fit switch
    {
        PathFit.ToValue => !shape.IsContainer,
        PathFit.ToObject => shape.IsContainer && shape is not ListShape,
        PathFit.ToList => shape is ListShape,
        _ => true,
    };

    private bool TryStep(PathStep step, Shape shape, int end, PathFit fit)
    {
        if (_steps.Count == maxDepth)
        {
            throw StreamBounds.Exceeded("The answer", "the depth of a path", nameof(OpperClientOptions.MaxDepth), maxDepth);
        }

        var count = _steps.Count;
        _steps.Add(step);
        if (TryResolve(shape, end, fit))
        {
            return true;
        }

        _steps.RemoveRange(count, _steps.Count - count);
        return false;
    }
}
