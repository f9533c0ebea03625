namespace Opper.Paging;

/// <summary>Fetches the pages of one enumeration in order, and prefetches pages once the total is known.</summary>
internal sealed class PageFetcher<T> : IDisposable
{
    private readonly Func<int, int?, CancellationToken, Task<IOpperPage<T>>> _fetch;
    private readonly int _pageSize;
    private readonly int _maxInFlight;
    private readonly CancellationToken _callers;
    private readonly CancellationToken _readers;
    private readonly CancellationTokenSource _stop;
    private readonly Queue<Task<IOpperPage<T>>> _ahead = new();
    private IOpperPage<T>? _current;
    private int _offset;
    private int? _total;
    private bool _isRegular = true;
    private bool _isEnded;

    public PageFetcher(Func<int, int?, CancellationToken, Task<IOpperPage<T>>> fetch, int pageSize, int maxInFlight, CancellationToken callers,
        CancellationToken readers)
    {
        _fetch = fetch;
        _pageSize = pageSize;
        _maxInFlight = maxInFlight;
        _callers = callers;
        _readers = readers;
        _stop = CancellationTokenSource.CreateLinkedTokenSource(callers, readers);
    }

    /// <summary>Returns the next non-empty page, or <see langword="null"/> at the end.</summary>
    public async Task<IOpperPage<T>?> NextAsync()
    {
        if (_isEnded || (_current is not null && _offset >= _total))
        {
            return null;
        }

        ThrowIfCancelled();
        FetchAhead();
        var page = await TakeAsync().ConfigureAwait(false);
        var count = page.Items.Count;
        if (count == 0 || IsRepeated(page))
        {
            _isEnded = true;
            return null;
        }

        _current = page;
        _offset += count;
        _total = page.TotalCount;
        if (count != _pageSize && !(_offset >= _total))
        {
            // The prefetched pages have wrong offsets. From here on, pages are fetched one at a time.
            _isRegular = false;
            Abandon();
        }

        return page;
    }

    /// <summary>Throws with the token that was canceled instead of the linked one.</summary>
    public void ThrowIfCancelled()
    {
        _readers.ThrowIfCancellationRequested();
        _callers.ThrowIfCancellationRequested();
    }

    /// <summary>Starts fetching the next pages, up to the total and the maximum number of requests in flight.</summary>
    public void FetchAhead()
    {
        if (_total is not { } total || _maxInFlight < 2 || !_isRegular)
        {
            return;
        }

        for (var next = (long)_offset + ((long)_ahead.Count * _pageSize); _ahead.Count < _maxInFlight && next < total; next += _pageSize)
        {
            _ahead.Enqueue(_fetch((int)next, _pageSize, _stop.Token));
        }
    }

    /// <summary>Cancels pending requests.</summary>
    public void Dispose()
    {
        _isEnded = true;
        if (_ahead.Count == 0)
        {
            _stop.Dispose();
            return;
        }

        _stop.Cancel();
        var rest = _ahead.ToArray();
        _ahead.Clear();
        _ = ObserveAsync(rest, _stop);
    }

    private async Task<IOpperPage<T>> TakeAsync()
    {
        try
        {
            return await (_ahead.Count > 0 ? _ahead.Dequeue() : _fetch(_offset, _pageSize, _stop.Token)).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            ThrowIfCancelled();
            throw;
        }
    }

    // A server that ignores the offset and returns no total would send the same page forever.
    private bool IsRepeated(IOpperPage<T> page) =>
        page.TotalCount is null && _current is { TotalCount: null } before
            && before.Items.Count == page.Items.Count && JsonWrite.Text(before.Items) == JsonWrite.Text(page.Items);

    private void Abandon()
    {
        if (_ahead.Count > 0)
        {
            _ = ObserveAsync(_ahead.ToArray(), whenDone: null);
            _ahead.Clear();
        }
    }

    // Their exceptions must be observed, or UnobservedTaskException is raised.
    private static async Task ObserveAsync(Task<IOpperPage<T>>[] tasks, CancellationTokenSource? whenDone)
    {
        foreach (var task in tasks)
        {
            await Task.WhenAny(task).ConfigureAwait(false);
            _ = task.Exception;
        }

        whenDone?.Dispose();
    }
}
