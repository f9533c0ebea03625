using System.Diagnostics.CodeAnalysis;

namespace Opper.Batch.Running;

/// <summary>Returns results in the requested order.</summary>
internal sealed class ResultOrder<TIn, TOut>(BatchOptions options)
{
    /// <summary>The results that are available before an earlier row is: fewer than the window.</summary>
    private readonly Dictionary<long, BatchItem<TIn, TOut>>? _early = options.Order == BatchOrder.Input ? [] : null;

    private BatchItem<TIn, TOut>? _available;
    private long _next;

    public void Add(BatchItem<TIn, TOut> item)
    {
        if (_early is null || item.Index == _next)
        {
            _available = item;
        }
        else
        {
            _early.Add(item.Index, item);
        }
    }

    /// <summary>The next result, if available.</summary>
    public bool TryTake([NotNullWhen(true)] out BatchItem<TIn, TOut>? item)
    {
        item = _available;
        _available = null;
        if (item is null)
        {
            return false;
        }

        _next++;
        _early?.Remove(_next, out _available);
        return true;
    }

    /// <summary>The remaining rows, in order.</summary>
    public IEnumerable<BatchItem<TIn, TOut>> Rest() => _early is null ? [] : _early.Values.OrderBy(static item => item.Index);
}
