using System.Runtime.CompilerServices;

namespace Opper;

/// <summary>A whole list, fetched page by page as it is read. It may be read any number of times; each reading asks anew.</summary>
/// <typeparam name="T">The type of its items.</typeparam>
public sealed class OpperPageable<T> : IAsyncEnumerable<T>
{
    private readonly Func<int, int?, CancellationToken, Task<IOpperPage<T>>> _fetch;
    private readonly int? _pageSize;
    private readonly bool _isPaged;
    private readonly CancellationToken _cancellationToken;

    internal OpperPageable(int? pageSize, int maxPageSize, bool isPaged, Func<int, int?, CancellationToken, Task<IOpperPage<T>>> fetch, CancellationToken cancellationToken)
    {
        if (pageSize < 1 || pageSize > maxPageSize)
        {
            throw new ArgumentOutOfRangeException(nameof(pageSize), pageSize, $"pageSize must be between 1 and {maxPageSize}.");
        }

        // The largest page the endpoint allows means the fewest requests.
        _pageSize = pageSize ?? maxPageSize;
        _isPaged = isPaged;
        _fetch = fetch;
        _cancellationToken = cancellationToken;
    }

    /// <inheritdoc/>
    public async IAsyncEnumerator<T> GetAsyncEnumerator(CancellationToken cancellationToken = default)
    {
        await foreach (var page in AsPages(cancellationToken).ConfigureAwait(false))
        {
            foreach (var item in page.Items)
            {
                yield return item;
            }
        }
    }

    /// <summary>The same list as pages.</summary>
    /// <param name="cancellationToken">Stops the fetching.</param>
    /// <returns>The pages that have items, in order.</returns>
    public async IAsyncEnumerable<IOpperPage<T>> AsPages([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var linked = cancellationToken.CanBeCanceled && _cancellationToken.CanBeCanceled
            ? CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _cancellationToken)
            : null;
        var token = linked?.Token ?? (cancellationToken.CanBeCanceled ? cancellationToken : _cancellationToken);
        for (var offset = 0; ;)
        {
            var page = await _fetch(offset, _pageSize, token).ConfigureAwait(false);
            var count = page.Items.Count;
            if (count == 0)
            {
                yield break;
            }

            yield return page;
            offset += count;
            // The total is the latest the server gave: a list may grow or shrink while it is read. Without one, an empty page ends it.
            if (!_isPaged || offset >= page.TotalCount)
            {
                yield break;
            }
        }
    }
}
