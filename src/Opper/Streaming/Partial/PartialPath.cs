using System.Globalization;

namespace Opper;

/// <summary>
/// Finds the place that a stream's path means. The type decides what the text alone does not: whether <c>a.b</c> is one name with a dot
/// or two, whether <c>0</c> is an item or a key. Of the keys of a dictionary the longest counts with which the rest makes sense.
/// </summary>
internal static class PartialPath
{
    /// <returns>The place, or <see langword="null"/> where the path does not fit the shape.</returns>
    /// <param name="root">Where the path begins.</param>
    /// <param name="shape">The shape of that place.</param>
    /// <param name="path">The path.</param>
    /// <param name="start">Where in its text to begin.</param>
    /// <param name="creates">Whether places that are not there yet are made.</param>
    /// <param name="fit">How well the path must fit.</param>
    /// <param name="goal">What is to be found at its end, where the type leaves several readings.</param>
    public static PartialNode? Find(PartialNode root, Shape shape, string path, int start, bool creates, PathFit fit, PathFit goal = PathFit.ToValue)
    {
        var steps = new List<Step>(4);
        if (!TryResolve(shape, path, start, fit, new Reading(goal, steps)))
        {
            return null;
        }

        PartialNode? node = root;
        foreach (var step in steps)
        {
            node = creates ? Make(node!, step) : node is null ? null : Look(node, step);
        }

        return node;
    }

    private static PartialNode Make(PartialNode node, Step step)
        => step.Name is null || (step.IsItem && node.Kind == PartialKind.Array) ? node.Item(step.Index) : node.Member(step.Name);

    private static PartialNode? Look(PartialNode node, Step step)
        => (step.Name is null ? null : node.Find(step.Name)) ?? (step.IsItem ? node.Find(step.Index) : null);

    private static bool TryResolve(Shape shape, string path, int position, PathFit fit, Reading reading)
    {
        shape = shape.Structure;
        if (position >= path.Length)
        {
            return Fits(shape, fit);
        }

        // A dot at the very end parts nothing: it belongs to a name.
        if (path[position] == '.' && ++position == path.Length)
        {
            return false;
        }

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
            if (string.CompareOrdinal(path, position, name, 0, name.Length) == 0 && IsBoundary(path, position + name.Length)
                && TryStep(new Step(name), shape.Member(name)!, path, position + name.Length, fit, reading))
            {
                return true;
            }
        }

        var step = Read(path, position, out var end);
        var member = step.Name is null ? null : shape.Member(step.Name);
        return (member is not null || fit == PathFit.Loose) && step.Name is not null && TryStep(new Step(shape.Known(step.Name)), member ?? AnyShape.Instance, path, end, fit, reading);
    }

    private static bool TryItem(ListShape list, string path, int position, PathFit fit, Reading reading)
    {
        var step = Read(path, position, out var end);
        return step.IsItem && TryStep(new Step(step.Index), list.Item, path, end, fit, reading);
    }

    private static bool TryAny(string path, int position, PathFit fit, Reading reading)
    {
        var step = Read(path, position, out var end);
        return TryStep(step, AnyShape.Instance, path, end, fit, reading);
    }

    private static bool TryKeys(DictionaryShape dictionary, string path, int position, PathFit fit, Reading reading)
    {
        var first = Read(path, position, out var firstEnd);
        if (first.IsQuoted || dictionary.Value is AnyShape)
        {
            return first.Name is not null && TryStep(new Step(first.Name), dictionary.Value, path, firstEnd, fit, reading);
        }

        return TrySplits(dictionary, path, position, fit is PathFit.Loose or PathFit.Known ? reading.Goal : fit, reading)
            || (fit is PathFit.Loose or PathFit.Known && TrySplits(dictionary, path, position, PathFit.Known, reading))
            || (fit == PathFit.Loose && first.Name is not null && TryStep(new Step(first.Name), dictionary.Value, path, firstEnd, fit, reading));
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
        => IsBoundary(path, end) && path.Substring(position, end - position) is var key && dictionary.TakesKey(key) && TryStep(new Step(key), dictionary.Value, path, end, fit, reading);

    private static bool Fits(Shape shape, PathFit fit) => shape is AnyShape || fit switch
    {
        PathFit.ToValue => !shape.IsContainer,
        PathFit.ToObject => shape.IsContainer && shape is not ListShape,
        PathFit.ToList => shape is ListShape,
        _ => true,
    };

    private static bool TryStep(Step step, Shape shape, string path, int end, PathFit fit, Reading reading)
    {
        var steps = reading.Steps;
        var count = steps.Count;
        steps.Add(step);
        if (TryResolve(shape, path, end, fit, reading))
        {
            return true;
        }

        steps.RemoveRange(count, steps.Count - count);
        return false;
    }

    private static bool IsBoundary(string path, int position) => position >= path.Length || path[position] is '.' or '[';

    // One step in the plain reading: up to a dot or bracket, or what stands in brackets.
    private static Step Read(string path, int position, out int end)
    {
        if (path[position] == '[')
        {
            var isQuoted = position + 1 < path.Length && path[position + 1] is '\'' or '"';
            end = isQuoted ? path.IndexOf(path[position + 1] + "]", position + 2, StringComparison.Ordinal) : path.IndexOf(']', position);
            if (end >= 0)
            {
                var text = isQuoted ? path.Substring(position + 2, end - position - 2) : path.Substring(position + 1, end - position - 1);
                end += isQuoted ? 2 : 1;
                return isQuoted ? new Step(text) { IsQuoted = true } : IsIndex(text, out var item) ? new Step(item) : new Step(text);
            }
        }

        end = position + 1;
        while (!IsBoundary(path, end))
        {
            end++;
        }

        var name = path.Substring(position, end - position);
        return IsIndex(name, out var index) ? new Step(name) { IsItem = true, Index = index } : new Step(name);
    }

    private static bool IsIndex(string text, out int index) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out index);

    private readonly struct Reading(PathFit goal, List<Step> steps)
    {
        public PathFit Goal { get; } = goal;
        public List<Step> Steps { get; } = steps;
    }

    // A number between dots may be an item or a key: then it has both.
    private readonly struct Step
    {
        public Step(string name) => Name = name;

        public Step(int index)
        {
            Index = index;
            IsItem = true;
        }

        public string? Name { get; }
        public int Index { get; init; }
        public bool IsItem { get; init; }
        public bool IsQuoted { get; init; }
    }
}
