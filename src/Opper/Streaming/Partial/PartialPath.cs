namespace Opper;

/// <summary>
/// Resolves the path of a chunk to a node. The type decides what the text leaves ambiguous: whether <c>a.b</c> is one name with a dot or two names, and
/// whether <c>0</c> is an index or a key. Of the possible dictionary keys, the shortest that leaves a resolvable rest is used.
/// </summary>
internal static class PartialPath
{
    /// <returns>The node, or <see langword="null"/> if the path does not fit the shape.</returns>
    /// <param name="root">The node at which the path starts.</param>
    /// <param name="shape">The shape of that node.</param>
    /// <param name="path">The path.</param>
    /// <param name="start">The position in the path at which to start.</param>
    /// <param name="creates">Whether missing nodes are created.</param>
    /// <param name="fit">How strictly the path must match.</param>
    /// <param name="goal">The expected kind of its target, used to choose between ambiguous readings.</param>
    public static PartialNode? Find(PartialNode root, Shape shape, string path, int start, bool creates, PathFit fit, PathFit goal = PathFit.ToValue)
    {
        var reading = new Reading(goal, root.MaxDepth);
        if (!TryResolve(shape, path, start, fit, reading))
        {
            return null;
        }

        PartialNode? node = root;
        foreach (var step in reading.Steps)
        {
            node = creates ? Make(node!, step) : node is null ? null : Look(node, step);
        }

        return node;
    }

    /// <summary>The path from an ancestor to a node, as callers write it.</summary>
    public static string Of(PartialNode node, PartialNode? root)
    {
        if (node.Parent is null || ReferenceEquals(node, root))
        {
            return string.Empty;
        }

        var before = Of(node.Parent, root);
        return node.Name is null ? FormattableString.Invariant($"{before}[{node.Index}]") : before.Length > 0 ? $"{before}.{node.Name}" : node.Name;
    }

    /// <summary>The expected target of a chunk's path.</summary>
    public static PathFit GoalOf(StreamChunk chunk) => chunk.Kind switch
    {
        StreamDeltaKind.None => PathFit.Known,
        StreamDeltaKind.Json => chunk.Delta!.TrimStart() is ['[', ..] ? PathFit.ToList : PathFit.ToObject,
        _ => PathFit.ToValue,
    };

    // A number between dots: 0 starts a list; any other is a key, unless the node is a list already.
    private static PartialNode Make(PartialNode node, PathStep step)
        => step.Name is null || (step.IsItem && (node.Kind == PartialKind.Array || (node.Kind != PartialKind.Object && step.Index == 0))) ? node.Item(step.Index) : node.Member(step.Name);

    private static PartialNode? Look(PartialNode node, PathStep step)
        => (step.Name is null ? null : node.Find(step.Name)) ?? (step.IsItem ? node.Find(step.Index) : null);

    private static bool TryResolve(Shape shape, string path, int position, PathFit fit, Reading reading)
    {
        shape = shape.Structure;
        if (position >= path.Length)
        {
            return Fits(shape, fit);
        }

        position = PathStep.SkipDot(path, position);
        return shape switch
        {
            DictionaryShape dictionary => TryKeys(dictionary, path, position, fit, reading),
            ListShape list => TryItem(list, path, position, fit, reading),
            AnyShape => TryAny(path, position, fit, reading),
            _ when shape.IsContainer => TryMember(shape, path, position, fit, reading),
            _ => false,
        };
    }

    private static bool TryMember(Shape shape, string path, int position, PathFit fit, Reading reading)
    {
        foreach (var name in shape.OddNames)
        {
            if (string.CompareOrdinal(path, position, name, 0, name.Length) == 0 && PathStep.IsBoundary(path, position + name.Length)
                && TryStep(new PathStep(name), shape.Member(name)!, path, position + name.Length, fit, reading))
            {
                return true;
            }
        }

        var step = PathStep.Read(path, position, out var end);
        var member = step.Name is null ? null : shape.Member(step.Name);
        return (member is not null || fit == PathFit.Loose) && step.Name is not null && TryStep(new PathStep(shape.Known(step.Name)), member ?? AnyShape.Instance, path, end, fit, reading);
    }

    private static bool TryItem(ListShape list, string path, int position, PathFit fit, Reading reading)
    {
        var step = PathStep.Read(path, position, out var end);
        return step.IsItem && TryStep(new PathStep(step.Index), list.Item, path, end, fit, reading);
    }

    private static bool TryAny(string path, int position, PathFit fit, Reading reading)
    {
        var step = PathStep.Read(path, position, out var end);
        return TryStep(step, AnyShape.Instance, path, end, fit, reading);
    }

    private static bool TryKeys(DictionaryShape dictionary, string path, int position, PathFit fit, Reading reading)
    {
        var first = PathStep.Read(path, position, out var firstEnd);
        if (first.IsQuoted || dictionary.Value is AnyShape)
        {
            return first.Name is not null && TryStep(new PathStep(first.Name), dictionary.Value, path, firstEnd, fit, reading);
        }

        return TrySplits(dictionary, path, position, fit is PathFit.Loose or PathFit.Known ? reading.Goal : fit, reading)
            || (fit is PathFit.Loose or PathFit.Known && TrySplits(dictionary, path, position, PathFit.Known, reading))
            || (fit == PathFit.Loose && first.Name is not null && TryStep(new PathStep(first.Name), dictionary.Value, path, firstEnd, fit, reading));
    }

    private static bool TrySplits(DictionaryShape dictionary, string path, int position, PathFit fit, Reading reading)
    {
        for (var end = position + 1; end <= path.Length; end++)
        {
            if (TryKey(dictionary, path, position, end, fit, reading))
            {
                return true;
            }
        }

        return false;
    }

    private static bool TryKey(DictionaryShape dictionary, string path, int position, int end, PathFit fit, Reading reading)
        => PathStep.IsBoundary(path, end) && reading.MayTry() && path.Substring(position, end - position) is var key && dictionary.TakesKey(key) && TryStep(new PathStep(key), dictionary.Value, path, end, fit, reading);

    private static bool Fits(Shape shape, PathFit fit) => shape is AnyShape || fit switch
    {
        PathFit.ToValue => !shape.IsContainer,
        PathFit.ToObject => shape.IsContainer && shape is not ListShape,
        PathFit.ToList => shape is ListShape,
        _ => true,
    };

    private static bool TryStep(PathStep step, Shape shape, string path, int end, PathFit fit, Reading reading)
    {
        var steps = reading.Steps;
        var count = steps.Count;
        reading.Add(step);
        if (TryResolve(shape, path, end, fit, reading))
        {
            return true;
        }

        steps.RemoveRange(count, steps.Count - count);
        return false;
    }

    private sealed class Reading(PathFit goal, int maxDepth)
    {
        // The search for a reading is exponential in the worst case, so it is limited.
        private const int MaxTries = 1_000;

        private int _tries;

        public PathFit Goal { get; } = goal;

        public List<PathStep> Steps { get; } = new(4);

        public void Add(PathStep step)
        {
            if (Steps.Count == maxDepth)
            {
                throw StreamBounds.Exceeded("The answer", "the depth of a path", nameof(OpperClientOptions.MaxDepth), maxDepth);
            }

            Steps.Add(step);
        }

        public bool MayTry() => _tries++ < MaxTries;
    }
}
