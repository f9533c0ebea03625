namespace Opper.Streaming;

/// <summary>
/// Tracks the order in which fields are written, to detect that an answer starts over. A model writes one field after another, so further chunks for an
/// earlier field mean that the answer is rewritten from there: the field is cleared, and the fields after it are kept only if they are written again, or if
/// none of them is.
/// </summary>
internal sealed class PartialFieldOrder
{
    private readonly List<PartialNode> _written = [];
    private List<PartialNode>? _stale;
    private bool _isRewritten;
    private PartialNode? _current;

    /// <summary>Moves on to a field, and clears it if it had been written before.</summary>
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
            // The parent is now filled by paths, so further text for it is not JSON text.
            above.TextReader = null;
            above.IsComplete = false;
        }
    }

    /// <summary>Drops the fields that were not written again.</summary>
    public void End()
    {
        foreach (var node in _isRewritten && _stale is not null ? _stale : [])
        {
            node.IsDropped |= node is { IsStale: true, IsAttached: true };
        }
    }

    // Completes the nodes that are left, up to the common ancestor.
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
            // A field is moved once each time it is written, so the total cost is linear.
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
