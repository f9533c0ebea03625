using System.Diagnostics.CodeAnalysis;

namespace Opper.Batch.Running;

/// <summary>Returns results in the requested order. The rows are at most a window apart, so a ring buffer of that size suffices.</summary>
internal sealed class ResultOrder<TIn, TOut>
{
    private readonly BatchItem<TIn, TOut>?[]? _ring;
    private BatchItem<TIn, TOut>? _only;
    private long _next;

    public ResultOrder(BatchOptions options) => _ring = options.Order == BatchOrder.Input ? new BatchItem<TIn, TOut>?[options.Window] : null;

    public void Add(BatchItem<TIn, TOut> item)
    {
        if (_ring is null)
        {
            _only = item;
        }
        else
        {
            _ring[item.Index % _ring.Length] = item;
        }
    }

    /// <summary>The next result, if available.</summary>
    public bool TryTake([NotNullWhen(true)] out BatchItem<TIn, TOut>? item)
    {
        ref var place = ref _only;
        if (_ring is not null)
        {
            place = ref _ring[_next % _ring.Length]!;
        }

        (item, place) = (place, null);
        _next += item is null ? 0 : 1;
        return item is not null;
    }

    /// <summary>The remaining rows, in order.</summary>
    public IEnumerable<BatchItem<TIn, TOut>> Rest() => (_ring ?? []).OfType<BatchItem<TIn, TOut>>().OrderBy(static item => item.Index);
}
