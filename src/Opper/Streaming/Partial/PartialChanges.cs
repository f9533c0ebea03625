namespace Opper;

/// <summary>Children of a place to go through: all there are, or those that changed.</summary>
internal struct PartialChanges(List<PartialNode?>? all, PartialNode? firstChanged)
{
    private int _index = -1;

    public PartialNode Current { get; private set; } = null!;

    public readonly PartialChanges GetEnumerator() => this;

    public bool MoveNext()
    {
        if (all is null)
        {
            Current = (_index++ < 0 ? firstChanged : Current.NextChanged)!;
            return Current is not null;
        }

        while (++_index < all.Count)
        {
            if (all[_index] is { } child)
            {
                Current = child;
                return true;
            }
        }

        return false;
    }
}
