namespace Opper.Tracing;

/// <summary>
/// A bounded queue that records spans in the background. Set it as <see cref="OpperClientOptions.SpanQueue"/>, and dispose it at shutdown to
/// send the remaining spans. It is thread-safe and can be shared by several clients.
/// </summary>
/// <remarks>
/// The writes of a span are sent in order. A span that ends before its start was sent takes a single request. Writes that exceed the capacity, are
/// rejected by the API or remain after <see cref="OpperSpanQueueOptions.DisposeTimeout"/> are dropped and counted in <see cref="DroppedCount"/>.
/// </remarks>
public sealed class OpperSpanQueue : IAsyncDisposable, IDisposable
{
    private const string LostStart = "the start of the span was dropped";

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

    /// <summary>Creates a queue with default options.</summary>
    public OpperSpanQueue()
        : this(new OpperSpanQueueOptions())
    {
    }

    /// <summary>Creates a queue.</summary>
    /// <param name="options">The options. They are copied.</param>
    /// <exception cref="ArgumentException">An option is invalid; the message names it.</exception>
    public OpperSpanQueue(OpperSpanQueueOptions options)
    {
        ThrowIf.Null(options);
        _options = options.CheckedCopy();
    }

    /// <summary>The number of writes that are queued or being sent.</summary>
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

    /// <summary>The number of dropped writes: the queue was full or disposed, the API rejected them, or the start of their span was dropped.</summary>
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

    /// <summary>The exception of the last write that failed, or <see langword="null"/>.</summary>
    public Exception? LastFailure { get; private set; }

    internal TimeSpan MaxParentWait => _options.MaxParentWait;

    internal TimeProvider TimeProvider => _options.TimeProvider;

    /// <summary>Waits until all currently queued writes are sent or dropped.</summary>
    /// <param name="cancellationToken">The cancellation token. Canceling stops the wait; queued writes remain queued.</param>
    /// <returns>A task that completes then. It does not fail if a write fails; see <see cref="DroppedCount"/>.</returns>
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

    /// <summary>Stops accepting writes and sends the queued ones, for at most <see cref="OpperSpanQueueOptions.DisposeTimeout"/>.</summary>
    /// <returns>A task that completes when all writes are sent or dropped.</returns>
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
            _stop.Cancel();
            await Task.WhenAny(flushed, Task.Delay(CancelGrace)).ConfigureAwait(false);
        }
    }

    /// <summary>Synchronous version of <see cref="DisposeAsync"/>; it blocks the calling thread.</summary>
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
            // Unsafe, so that the execution context of the caller, with its current span, does not flow to the worker.
            ThreadPool.UnsafeQueueUserWorkItem(static queue => _ = ((OpperSpanQueue)queue!).WorkAsync(), this);
        }

        return true;
    }

    /// <returns>Whether another worker is needed.</returns>
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
