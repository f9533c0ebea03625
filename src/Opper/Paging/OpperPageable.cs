using System.Runtime.CompilerServices;

namespace Opper;

/// <summary>
/// A whole list, fetched page by page as it is read. It may be read any number of times; each reading asks anew.
/// Nothing is asked for before a reading begins. While pages are read the next ones are fetched, as many as
/// <see cref="OpperClientOptions.MaxPagesInFlight"/> says; leaving the loop ends these requests.
/// </summary>
/// <remarks>
/// The API counts pages from the beginning of the list, so an item that is deleted while the list is read moves the later ones up, and some are passed over;
/// one that is added can make another come twice. To change the list while working through it, take all of it first: <see cref="ToListAsync"/>.
/// </remarks>
/// <typeparam name="T">The type of its items.</typeparam>
public sealed class OpperPageable<T> : IAsyncEnumerable<T>
{
    private readonly Func<int, int?, CancellationToken, Task<IOpperPage<T>>> _fetch;
    private readonly int _pageSize;
    private readonly bool _isPaged;
    private readonly int _maxInFlight;
    private readonly CancellationToken _cancellationToken;

    internal OpperPageable(int? pageSize, int maxPageSize, bool isPaged, int maxInFlight, Func<int, int?, CancellationToken, Task<IOpperPage<T>>> fetch, CancellationToken cancellationToken)
    {
        if (pageSize < 1 || pageSize > maxPageSize)
        {
            throw new ArgumentOutOfRangeException(nameof(pageSize), pageSize, $"pageSize must be between 1 and {maxPageSize}.");
        }

        // The largest page the endpoint allows means the fewest requests.
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
                // Who wants a few items only is done before the middle of the first page, and costs one request.
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

    /// <summary>
    /// Reads the whole list before any of it is used: the safe way to delete or add items while working through them.
    /// </summary>
    /// <remarks>What others add or remove in the meantime can still be missed or come twice: the API counts from the beginning of the list each time.</remarks>
    /// <param name="cancellationToken">Stops the fetching.</param>
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

    /// <summary>The same list as pages.</summary>
    /// <param name="cancellationToken">Stops the fetching.</param>
    /// <returns>The pages that have items, in order.</returns>
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
