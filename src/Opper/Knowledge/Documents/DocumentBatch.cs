using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;

namespace Opper.Knowledge;

/// <summary>Adds documents with limited concurrency and returns outcomes in order of completion.</summary>
internal sealed class DocumentBatch
{
    private readonly IAsyncEnumerator<AddDocumentRequest> _source;
    private readonly AddDocumentsOptions _options;
    private readonly Func<AddDocumentRequest, CancellationToken, Task<AddDocumentResponse>> _add;
    private readonly CancellationToken _cancellationToken;
    private readonly List<Task<AddDocumentOutcome>> _running = [];
    private readonly long[] _counts = new long[3];
    private Task<bool>? _next;
    private bool _isEnd;
    private ExceptionDispatchInfo? _sourceFailure;
    private long _count;

    private DocumentBatch(IAsyncEnumerator<AddDocumentRequest> source, AddDocumentsOptions options,
        Func<AddDocumentRequest, CancellationToken, Task<AddDocumentResponse>> add, CancellationToken cancellationToken)
    {
        _source = source;
        _options = options;
        _add = add;
        _cancellationToken = cancellationToken;
    }

    public static async IAsyncEnumerable<AddDocumentOutcome> RunAsync(
        IAsyncEnumerable<AddDocumentRequest> documents,
        AddDocumentsOptions options,
        Func<AddDocumentRequest, CancellationToken, Task<AddDocumentResponse>> add,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var source = documents.GetAsyncEnumerator(stop.Token);
        var batch = new DocumentBatch(source, options, add, stop.Token);
        try
        {
            while (true)
            {
                var outcomes = await batch.TakeCompletedAsync().ConfigureAwait(false);
                // New requests are started before the outcomes are returned, because the consumer may be slow.
                await batch.FillAsync().ConfigureAwait(false);
                foreach (var outcome in outcomes)
                {
                    batch.Count(outcome);
                    yield return outcome;
                }

                if (batch._running.Count > 0 || !batch._isEnd)
                {
                    await Task.WhenAny(batch.Pending()).ConfigureAwait(false);
                }
                else
                {
                    // All pending documents have been reported.
                    batch._sourceFailure?.Throw();
                    yield break;
                }
            }
        }
        finally
        {
            // When the loop is left early, pending requests must not continue in the background.
            stop.Cancel();
            await batch.EndAsync().ConfigureAwait(false);
            await source.DisposeAsync().ConfigureAwait(false);
        }
    }

    private async Task FillAsync()
    {
        try
        {
            while (!_isEnd && _running.Count < _options.MaxConcurrency)
            {
                _next ??= _source.MoveNextAsync().AsTask();
                if (!_next.IsCompleted)
                {
                    return;
                }

                var asked = _next;
                _next = null;
                if (await asked.ConfigureAwait(false))
                {
                    Begin(_source.Current);
                }
                else
                {
                    _isEnd = true;
                }
            }
        }
        catch (Exception exception)
        {
            _sourceFailure = ExceptionDispatchInfo.Capture(exception);
            _isEnd = true;
        }
    }

    private void Begin(AddDocumentRequest? document)
    {
        var index = _count++;
        if (document is null)
        {
            throw new ArgumentException(FormattableString.Invariant($"documents contains null at index {index}."));
        }

        _running.Add(_options.Skip?.Invoke(document) == true
            ? Task.FromResult(new AddDocumentOutcome(index, document, AddDocumentStatus.Skipped))
            : AddAsync(index, document));
    }

    private async Task<AddDocumentOutcome> AddAsync(long index, AddDocumentRequest document)
    {
        try
        {
            return new AddDocumentOutcome(index, document, AddDocumentStatus.Added, await _add(document, _cancellationToken).ConfigureAwait(false));
        }
        catch (Exception exception) when (exception is OpperException or ArgumentException)
        {
            return new AddDocumentOutcome(index, document, AddDocumentStatus.Failed, error: exception);
        }
    }

    private IEnumerable<Task> Pending() => _next is null || _isEnd ? _running : _running.Append<Task>(_next);

    private async Task<List<AddDocumentOutcome>> TakeCompletedAsync()
    {
        var outcomes = new List<AddDocumentOutcome>();
        foreach (var task in _running.FindAll(static task => task.IsCompleted))
        {
            _running.Remove(task);
            var outcome = await task.ConfigureAwait(false);
            _isEnd |= _options.StopOnFailure && outcome.Status == AddDocumentStatus.Failed;
            outcomes.Add(outcome);
        }

        return outcomes;
    }

    private void Count(AddDocumentOutcome outcome)
    {
        _counts[(int)outcome.Status]++;
        _options.Progress?.Report(new AddDocumentsProgress(_counts[(int)AddDocumentStatus.Added], _counts[(int)AddDocumentStatus.Failed],
            _counts[(int)AddDocumentStatus.Skipped]));
    }

    private async Task EndAsync()
    {
        try
        {
            // The source must not be disposed while MoveNextAsync is pending.
            await Task.WhenAll(_next is null ? _running : _running.Append<Task>(_next)).ConfigureAwait(false);
        }
        catch (Exception)
        {
            // These failures follow from the cancellation above.
        }
    }
}
