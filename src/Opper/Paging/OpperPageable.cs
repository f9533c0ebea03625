using System.Runtime.CompilerServices;

namespace Opper;

/// <summary>
/// A list whose pages are fetched on demand. Each enumeration starts from the first page, and no request is sent before it starts.
/// Up to <see cref="OpperClientOptions.MaxPagesInFlight"/> pages are prefetched; leaving the loop cancels these requests.
/// </summary>
/// <remarks>
/// The API uses offset-based paging: an item that is deleted during enumeration can cause others to be skipped, and one that is added can cause
/// duplicates. To modify the list while processing it, load it first with <see cref="ToListAsync"/>.
/// </remarks>
/// <typeparam name="T">The item type.</typeparam>
public sealed class OpperPageable<T> : IAsyncEnumerable<T>
{
    private readonly Func<int, int?, CancellationToken, Task<IOpperPage<T>>> _fetch;
    private readonly int _pageSize;
    private readonly bool _isPaged;
    private readonly int _maxInFlight;
    private readonly CancellationToken _cancellationToken;

    internal OpperPageable(int? pageSize, int maxPageSize, bool isPaged, int maxInFlight, Func<int, int?, CancellationToken, Task<IOpperPage<T>>> fetch,
        CancellationToken cancellationToken)
    {
        if (pageSize < 1 || pageSize > maxPageSize)
        {
            throw new ArgumentOutOfRangeException(nameof(pageSize), pageSize, $"pageSize must be between 1 and {maxPageSize}.");
        }

        // The maximum page size needs the fewest requests.
        _pageSize = pageSize ?? maxPageSize;
        _isPaged = isPaged;
        _maxInFlight = maxInFlight;
        _fetch = fetch;
        _cancellationToken = cancellationToken;
    }

    /// <inheritdoc/>
    public async IAsyncEnumerator<T> GetAsyncEnumerator(CancellationToken cancellationToken = default)
    {
        using var pages = new PageFetcher<T>(_fetch, _pageSize, _maxInFlight, callers: _cancellationToken, readers: cancellationToken);
        for (var number = 0; await pages.NextAsync().ConfigureAwait(false) is { } page; number++)
        {
            var items = page.Items;
            for (var i = 0; i < items.Count; i++)
            {
                pages.ThrowIfCancelled();
                // Prefetching starts after half of the first page, so that reading a few items takes one request.
                if (_isPaged && i == (number == 0 ? (items.Count / 2) + 1 : 0))
                {
                    pages.FetchAhead();
                }

                yield return items[i];
            }

            if (!_isPaged)
            {
                yield break;
            }
        }
    }

    /// <summary>Loads all items, so that items can be added or deleted while processing them.</summary>
    /// <remarks>Items that others add or delete during loading can still cause skipped or duplicate items.</remarks>
    /// <param name="cancellationToken">The cancellation token.</param>
    /// <returns>All items, in order.</returns>
    public async Task<List<T>> ToListAsync(CancellationToken cancellationToken = default)
    {
        var items = new List<T>();
        await foreach (var item in this.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            items.Add(item);
        }

        return items;
    }

    /// <summary>Enumerates the list page by page.</summary>
    /// <param name="cancellationToken">The cancellation token.</param>
    /// <returns>The non-empty pages, in order.</returns>
    public async IAsyncEnumerable<IOpperPage<T>> AsPages([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var pages = new PageFetcher<T>(_fetch, _pageSize, _maxInFlight, callers: _cancellationToken, readers: cancellationToken);
        while (await pages.NextAsync().ConfigureAwait(false) is { } page)
        {
            if (_isPaged)
            {
                pages.FetchAhead();
            }

            yield return page;
            if (!_isPaged)
            {
                yield break;
            }
        }
    }
}
