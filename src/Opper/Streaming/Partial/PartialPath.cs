using System.Globalization;

namespace Opper;

/// <summary>
/// Finds the place that a stream's path means. The type decides what the text alone does not: whether <c>a.b</c> is one name with a dot
/// or two, whether <c>0</c> is an item or a key. Of the keys of a dictionary the longest counts with which the rest makes sense.
/// </summary>
internal static class PartialPath
{
    /// <returns>The place, or <see langword="null"/> where the path does not fit the shape.</returns>
    public static PartialNode? Find(PartialNode root, Shape shape, string path, int start, bool creates, PathFit fit)
    {
        var steps = new List<Step>(4);
        if (!TryResolve(shape, path, start, fit, steps))
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

    private static bool TryResolve(Shape shape, string path, int position, PathFit fit, List<Step> steps)
    {
        if (position < path.Length && path[position] == '.')
        {
            position++;
        }

        if (position >= path.Length)
        {
            return fit != PathFit.ToLeaf || !shape.IsContainer || shape is AnyShape;
        }

        return shape switch
        {
            DictionaryShape dictionary => TryKeys(dictionary, path, position, fit, steps),
            ListShape list => TryItem(list, path, position, fit, steps),
            AnyShape => TryAny(path, position, fit, steps),
            _ when shape.IsContainer => TryMember(shape, path, position, fit, steps),
            _ => false,
        };
    }

    private static bool TryMember(Shape shape, string path, int position, PathFit fit, List<Step> steps)
    {
        foreach (var name in shape.OddNames)
        {
            if (string.CompareOrdinal(path, position, name, 0, name.Length) == 0 && IsBoundary(path, position + name.Length)
                && TryStep(new Step(name), shape.Member(name)!, path, position + name.Length, fit, steps))
            {
                return true;
            }
        }

        var step = Read(path, position, out var end);
        var member = step.Name is null ? null : shape.Member(step.Name);
        return (member is not null || fit == PathFit.Loose) && step.Name is not null && TryStep(step.IsItem ? new Step(step.Name) : step, member ?? AnyShape.Instance, path, end, fit, steps);
    }

    private static bool TryItem(ListShape list, string path, int position, PathFit fit, List<Step> steps)
    {
        var step = Read(path, position, out var end);
        return step.IsItem && TryStep(new Step(step.Index), list.Item, path, end, fit, steps);
    }

    private static bool TryAny(string path, int position, PathFit fit, List<Step> steps)
    {
        var step = Read(path, position, out var end);
        return TryStep(step, AnyShape.Instance, path, end, fit, steps);
    }

    private static bool TryKeys(DictionaryShape dictionary, string path, int position, PathFit fit, List<Step> steps)
    {
        var first = Read(path, position, out var firstEnd);
        if (first.IsQuoted || dictionary.Value is AnyShape)
        {
            return first.Name is not null && TryStep(new Step(first.Name), dictionary.Value, path, firstEnd, fit, steps);
        }

        // Most pieces are for plain values; the JSON of a whole value may come under its key too.
        return TryLongestKey(dictionary, path, position, PathFit.ToLeaf, steps)
            || (fit != PathFit.ToLeaf && TryLongestKey(dictionary, path, position, PathFit.Known, steps))
            || (fit == PathFit.Loose && first.Name is not null && TryStep(new Step(first.Name), dictionary.Value, path, firstEnd, fit, steps));
    }

    private static bool TryLongestKey(DictionaryShape dictionary, string path, int position, PathFit fit, List<Step> steps)
    {
        for (var end = path.Length; end > position; end--)
        {
            if (IsBoundary(path, end) && TryStep(new Step(path.Substring(position, end - position)), dictionary.Value, path, end, fit, steps))
            {
                return true;
            }
        }

        return false;
    }

    private static bool TryStep(Step step, Shape shape, string path, int end, PathFit fit, List<Step> steps)
    {
        var count = steps.Count;
        steps.Add(step);
        if (TryResolve(shape, path, end, fit, steps))
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
