namespace Opper.Tracing;

/// <summary>
/// Records spans in the background: starting and ending a span only puts it into this bounded queue. Set it as
/// <see cref="OpperClientOptions.SpanQueue"/>, and dispose it when the application ends, which sends what is left.
/// </summary>
/// <remarks>
/// The writes of one span are sent in order; a span that ends before its start was sent costs one request. What does not fit, what the API
/// refuses and what is left when the time for disposing is up is counted in <see cref="DroppedCount"/>. It is thread-safe, and several clients may share one.
/// </remarks>
public sealed class OpperSpanQueue : IAsyncDisposable, IDisposable
{
    private const string LostStart = "its start was lost";

    private static readonly TimeSpan CancelGrace = TimeSpan.FromSeconds(1);

    private readonly object _gate = new();
    private readonly OpperSpanQueueOptions _options;
    private readonly CancellationTokenSource _stop = new();
    private readonly Queue<QueuedSpan> _ready = new();
    private readonly List<FlushBatch> _closedBatches = [];
    private FlushBatch _batch = new();
    private int _workers;
    private int _pending;
    private long _dropped;
    private bool _isClosed;

    /// <summary>Makes a queue with default settings.</summary>
    public OpperSpanQueue()
        : this(new OpperSpanQueueOptions())
    {
    }

    /// <summary>Makes a queue.</summary>
    /// <param name="options">The settings, of which a copy is taken.</param>
    /// <exception cref="ArgumentException">A setting is not valid; the message names it.</exception>
    public OpperSpanQueue(OpperSpanQueueOptions options)
    {
        ThrowIf.Null(options);
        _options = options.CheckedCopy();
    }

    /// <summary>How many writes wait or are being sent.</summary>
    public int PendingCount
    {
        get
        {
            lock (_gate)
            {
                return _pending;
            }
        }
    }

    /// <summary>How many writes were lost: for want of room, because the API refused them, because their span's start was lost, or because the queue was disposed.</summary>
    public long DroppedCount
    {
        get
        {
            lock (_gate)
            {
                return _dropped;
            }
        }
    }

    /// <summary>Why the last write that was tried and lost could not be sent; <see langword="null"/> when none was.</summary>
    public Exception? LastFailure { get; private set; }

    internal TimeSpan MaxParentWait => _options.MaxParentWait;

    internal TimeProvider TimeProvider => _options.TimeProvider;

    /// <summary>Waits until everything that is queued now was sent, or dropped.</summary>
    /// <param name="cancellationToken">Ends the waiting; what is queued stays so.</param>
    /// <returns>A task that ends then. It does not fail when a write did: see <see cref="DroppedCount"/>.</returns>
    public Task FlushAsync(CancellationToken cancellationToken = default)
    {
        Task all;
        lock (_gate)
        {
            _batch.Close();
            _closedBatches.RemoveAll(static batch => batch.Done.IsCompleted);
            _closedBatches.Add(_batch);
            _batch = new FlushBatch();
            all = Task.WhenAll(_closedBatches.Select(static batch => batch.Done));
        }

        return all.WaitAsync(Timeout.InfiniteTimeSpan, _options.TimeProvider, cancellationToken);
    }

    /// <summary>Takes nothing more, and sends what is queued, for <see cref="OpperSpanQueueOptions.DisposeTimeout"/> at most.</summary>
    /// <returns>A task that ends when all was sent or dropped.</returns>
    public async ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            _isClosed = true;
        }

        var flushed = FlushAsync();
        try
        {
            await flushed.WaitAsync(_options.DisposeTimeout, _options.TimeProvider).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // Every send ends at once now, and counts as dropped.
            _stop.Cancel();
            await Task.WhenAny(flushed, Task.Delay(CancelGrace)).ConfigureAwait(false);
        }
    }

    /// <summary>The same as <see cref="DisposeAsync"/>, blocking the thread.</summary>
    public void Dispose() => Task.Run(async () => await DisposeAsync().ConfigureAwait(false)).GetAwaiter().GetResult();

    internal void Start(SpanWriter writer, SpanScope scope, CreateSpanRequest request, Func<CancellationToken, Task> send)
    {
        var span = new QueuedSpan(scope, writer, request);
        if (TryAdd(span, "start", send, isAlwaysTaken: false))
        {
            scope.Queued = span;
        }
        else
        {
            scope.Abandon();
        }
    }

    internal void Add(SpanScope scope, string part, Func<CancellationToken, Task> send)
    {
        if (scope.Queued is { } span)
        {
            TryAdd(span, part, send, isAlwaysTaken: false);
        }
    }

    internal void End(SpanScope scope, UpdateSpanRequest end, Func<CancellationToken, Task> send)
    {
        if (scope.Queued is not { } span)
        {
            return;
        }

        lock (_gate)
        {
            if (span.UnsentStart is { } start)
            {
                start.EndTime = end.EndTime;
                start.Output = end.Output;
                start.Error = end.Error;
                start.Meta = end.Meta ?? start.Meta;
                return;
            }
        }

        TryAdd(span, "end", send, isAlwaysTaken: true);
    }

    private bool TryAdd(QueuedSpan span, string part, Func<CancellationToken, Task> send, bool isAlwaysTaken)
    {
        string? refusal = null;
        var startsWorker = false;
        lock (_gate)
        {
            refusal = _isClosed ? "the queue is disposed"
                : span.Scope.IsLost ? LostStart
                : _pending >= _options.Capacity && !isAlwaysTaken ? "the queue is full"
                : null;
            if (refusal is not null)
            {
                _dropped++;
            }
            else
            {
                span.Writes.Enqueue(new QueuedWrite(part, _batch, send));
                _batch.Add();
                _pending++;
                startsWorker = Schedule(span);
            }
        }

        if (refusal is not null)
        {
            span.Writer.Dropped(span.Scope, part, refusal);
            return false;
        }

        if (startsWorker)
        {
            // Without the caller's context: what is ambient there is not what the worker stands under.
            ThreadPool.UnsafeQueueUserWorkItem(static queue => _ = ((OpperSpanQueue)queue!).WorkAsync(), this);
        }

        return true;
    }

    /// <returns>Whether one more worker is needed.</returns>
    private bool Schedule(QueuedSpan span)
    {
        if (span.IsScheduled)
        {
            return false;
        }

        span.IsScheduled = true;
        _ready.Enqueue(span);
        if (_workers == _options.MaxConcurrency)
        {
            return false;
        }

        _workers++;
        return true;
    }

    private async Task WorkAsync()
    {
        while (true)
        {
            QueuedSpan span;
            QueuedWrite write;
            lock (_gate)
            {
                if (_ready.Count == 0)
                {
                    _workers--;
                    return;
                }

                span = _ready.Dequeue();
                write = span.Writes.Dequeue();
            }

            await SendAsync(span, write).ConfigureAwait(false);
            lock (_gate)
            {
                _pending--;
                write.Batch.Complete();
                span.IsScheduled = span.Writes.Count > 0;
                if (span.IsScheduled)
                {
                    _ready.Enqueue(span);
                }
            }
        }
    }

    private async Task SendAsync(QueuedSpan span, QueuedWrite write)
    {
        bool isStart;
        lock (_gate)
        {
            isStart = span.UnsentStart is not null;
            span.UnsentStart = null;
        }

        try
        {
            if (span.Scope.IsLost)
            {
                Drop(null);
                span.Writer.Dropped(span.Scope, write.Part, LostStart);
                return;
            }

            await write.Send(_stop.Token).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            if (isStart)
            {
                span.Scope.Abandon();
            }

            Drop(exception);
            span.Writer.Lost(span.Scope, write.Part, exception);
        }
        finally
        {
            if (isStart)
            {
                span.SetStarted();
            }
        }
    }

    private void Drop(Exception? failure)
    {
        lock (_gate)
        {
            _dropped++;
            LastFailure = failure ?? LastFailure;
        }
    }
}
