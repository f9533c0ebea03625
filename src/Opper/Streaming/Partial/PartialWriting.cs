namespace Opper;

/// <summary>
/// The order in which the fields of an answer are written. A model writes field after field: so when a field that had been left for another
/// gets pieces again, the answer is being written anew from there. The field begins again, and what came after it counts only if it is written
/// again too, or if nothing after it is.
/// </summary>
internal sealed class PartialWriting
{
    private readonly List<PartialNode> _written = [];
    private List<PartialNode>? _stale;
    private bool _isRewritten;
    private PartialNode? _current;

    /// <summary>Goes on to a field; begins it again if it had been left.</summary>
    public void Enter(PartialNode node)
    {
        if (ReferenceEquals(node, _current))
        {
            return;
        }

        Leave(node);
        _current = node;
        if (node.Order >= 0 && node.HasContent)
        {
            Restart(node);
        }

        if (node.Order < 0)
        {
            node.Order = _written.Count;
            _written.Add(node);
        }

        node.IsComplete = false;
        for (var above = node.Parent; above is not null; above = above.Parent)
        {
            // What comes by its path is read as JSON text no more.
            above.TextReader = null;
            above.IsComplete = false;
        }
    }

    /// <summary>Drops what belonged to an earlier writing alone, and the objects and lists that have nothing else.</summary>
    public void End()
    {
        if (!_isRewritten || _stale is null)
        {
            return;
        }

        var left = new Dictionary<PartialNode, int>();
        foreach (var node in _stale)
        {
            for (var dropped = node; dropped is { IsDropped: false, IsAttached: true } && (dropped.IsStale || dropped != node); dropped = dropped.Parent)
            {
                dropped.IsDropped = true;
                if (dropped.Parent is not { } parent)
                {
                    break;
                }

                left[parent] = (left.TryGetValue(parent, out var count) ? count : parent.Children.Count(child => child is not null)) - 1;
                if (left[parent] > 0)
                {
                    break;
                }
            }
        }
    }

    // All that is left is complete: up to the place that holds both.
    private void Leave(PartialNode entered)
    {
        var left = _current;
        while (left is not null && !ReferenceEquals(left, entered))
        {
            if (left.Depth < entered.Depth)
            {
                entered = entered.Parent!;
                continue;
            }

            entered = left.Depth == entered.Depth ? entered.Parent! : entered;
            left.IsComplete = true;
            left = left.Parent;
        }
    }

    private void Restart(PartialNode node)
    {
        if (node.IsStale)
        {
            _isRewritten = true;
        }
        else
        {
            // Each field is moved once for each time it is written, so that this costs no more than the writing did.
            _stale ??= [];
            for (var i = node.Order + 1; i < _written.Count; i++)
            {
                var later = _written[i];
                later.IsStale = true;
                later.Order = int.MaxValue;
                _stale.Add(later);
            }

            _written.RemoveRange(node.Order, _written.Count - node.Order);
        }

        node.IsStale = false;
        node.Order = -1;
        node.Restart();
    }
}
