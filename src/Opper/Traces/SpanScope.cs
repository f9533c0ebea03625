namespace Opper;

/// <summary>
/// A span that is open: calls and further spans started on this asynchronous path stand under it. Disposing it writes its end time,
/// output and error. <c>PATCH /v2/spans/{span_id}</c>.
/// </summary>
public sealed class SpanScope : IAsyncDisposable
{
    private readonly SpansClient _spans;
    private readonly TimeProvider _timeProvider;
    private object? _output;
    private string? _error;
    private int _ended;

    internal SpanScope(SpansClient spans, TimeProvider timeProvider, SpanScope? parent, string name)
    {
        _spans = spans;
        _timeProvider = timeProvider;
        Parent = parent;
        Name = name;
        Id = Guid.NewGuid().ToString();
        TraceId = parent?.TraceId ?? Guid.NewGuid().ToString();
        StartTime = timeProvider.GetUtcNow();
    }

    /// <summary>The span's id, made here.</summary>
    public string Id { get; }

    /// <summary>The trace it belongs to: its parent's, or a new one.</summary>
    public string TraceId { get; }

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>When it started.</summary>
    public DateTimeOffset StartTime { get; }

    /// <summary>Why the end of the span could not be written; <see langword="null"/> when it was, or while the span is open.</summary>
    public OpperException? EndFailure { get; private set; }

    internal SpanScope? Parent { get; }

    internal bool IsEnded => Volatile.Read(ref _ended) != 0;

    /// <summary>Sets what the span gave, which is written when it ends.</summary>
    /// <param name="output">Text, or anything that can be written as JSON.</param>
    public void SetOutput(object? output) => _output = output;

    /// <summary>Sets what went wrong, which is written when the span ends.</summary>
    /// <param name="error">The exception; its type and message are kept.</param>
    public void SetError(Exception error)
    {
        ThrowIf.Null(error);
        _error = $"{error.GetType().Name}: {error.Message}";
    }

    /// <summary>Ends the span and writes its end time, output and error.</summary>
    /// <remarks>This does not throw when they cannot be written, which would hide what the work itself threw: see <see cref="EndFailure"/>.</remarks>
    /// <returns>A task that ends when they are written.</returns>
    public ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _ended, 1) != 0)
        {
            return default;
        }

        // Here and not in the asynchronous part, from where it would not reach the caller.
        AmbientSpan.Leave(this);
        var update = new UpdateSpanRequest { EndTime = _timeProvider.GetUtcNow() };
        if (_output is not null)
        {
            update.Output = _output;
        }

        if (_error is not null)
        {
            update.Error = _error;
        }

        return new ValueTask(WriteEndAsync(update));
    }

    internal void Abandon() => Volatile.Write(ref _ended, 1);

    private async Task WriteEndAsync(UpdateSpanRequest update)
    {
        try
        {
            await _spans.UpdateAsync(Id, update).ConfigureAwait(false);
        }
        catch (OpperException exception)
        {
            EndFailure = exception;
        }
    }
}
