using System.Diagnostics;
using System.Runtime.ExceptionServices;

namespace Opper.Tracing;

/// <summary>
/// A span that is open: calls and further spans started on this asynchronous path stand under it. Disposing it writes its end time,
/// output and error. <c>PATCH /v2/spans/{span_id}</c>.
/// </summary>
/// <remarks>What cannot be recorded does not fail the work that is traced: see <see cref="Failure"/>, and <see cref="OpperClientOptions.StrictTracing"/> for the other way.</remarks>
public sealed class SpanScope : IAsyncDisposable
{
    private readonly SpanWriter _writer;
    private readonly object _gate = new();
    private Activity? _activity;
    private Dictionary<string, RawJson?>? _meta;
    private bool _isMetaChanged;
    private object? _output;
    private string? _error;
    private volatile bool _isLost;
    private int _ended;

    internal SpanScope(SpanWriter writer, SpanScope? parent, OpperSpanContext? context, string name)
    {
        _writer = writer;
        Parent = parent;
        Name = name;
        Id = Guid.NewGuid().ToString();
        ParentId = parent?.Id ?? context?.SpanId;
        TraceId = parent?.TraceId ?? context?.TraceId ?? Guid.NewGuid().ToString();
        StartTime = writer.Now;
    }

    /// <summary>The span's id, made here.</summary>
    public string Id { get; }

    /// <summary>The trace it belongs to: its parent's, or a new one.</summary>
    public string TraceId { get; }

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>When it started.</summary>
    public DateTimeOffset StartTime { get; }

    /// <summary>
    /// What kept a part of the span from being recorded (its start, end, output, a metric or feedback), the first if there were several;
    /// <see langword="null"/> while all went well. With an <see cref="OpperSpanQueue"/> it is known once the part was to be sent.
    /// </summary>
    public Exception? Failure { get; private set; }

    internal SpanScope? Parent { get; }

    private string? ParentId { get; }

    internal bool IsEnded => Volatile.Read(ref _ended) != 0;

    /// <summary>Set once the span is known not to exist on the server, so that nothing may be written to it.</summary>
    internal bool IsLost => _isLost;

    /// <summary>What of it waits to be sent; <see langword="null"/> without a queue.</summary>
    internal QueuedSpan? Queued { get; set; }

    /// <summary>Waits, within the queue's bound, until the start was sent: the API finds the trace of a call by its parent.</summary>
    internal Task? WaitForStart(CancellationToken cancellationToken) => Queued is { Started.IsCompleted: false } queued ? _writer.WaitAsync(queued.Started, cancellationToken) : null;

    /// <summary>Sets what the span gave, which is written when it ends.</summary>
    /// <param name="output">Text, or anything that can be written as JSON. Of a <see cref="CallResult{T}"/> its value.</param>
    public void SetOutput(object? output) => _output = output is ICallResult result ? result.Value : output;

    /// <summary>Sets what went wrong, which is written when the span ends.</summary>
    /// <param name="error">The exception; its type and message are kept.</param>
    public void SetError(Exception error)
    {
        ThrowIf.Null(error);
        _error = $"{error.GetType().Name}: {error.Message}";
        _activity?.SetStatus(ActivityStatusCode.Error).SetTag("error.type", error.GetType().FullName);
    }

    /// <summary>Adds a fact to the span's <c>meta</c>, which is written when it ends.</summary>
    /// <param name="key">Its name.</param>
    /// <param name="value">Its value: anything that can be written as JSON.</param>
    /// <exception cref="ArgumentException">The key is blank.</exception>
    public void SetMeta(string key, object? value)
    {
        ThrowIf.Blank(key);
        lock (_gate)
        {
            (_meta ??= [])[key] = RawJson.From(value);
            _isMetaChanged = true;
        }
    }

    /// <summary>Records a measured value of the span. It may be called after the span ended. <c>POST /v2/spans/{span_id}/metrics</c>.</summary>
    /// <param name="dimension">What is measured, such as <c>relevance</c>. A span has one metric of each.</param>
    /// <param name="value">The measured value.</param>
    /// <param name="comment">A comment on it.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <returns>A task that ends when it is written, or queued. Unless <see cref="OpperClientOptions.StrictTracing"/> is on, a failure goes to <see cref="Failure"/>.</returns>
    /// <exception cref="ArgumentException">The dimension is blank, or the value is not a finite number.</exception>
    /// <exception cref="OpperException">It could not be written, and tracing is strict.</exception>
    public Task RecordMetricAsync(string dimension, double value, string? comment = null, CancellationToken cancellationToken = default)
    {
        ThrowIf.Blank(dimension);
        if (double.IsNaN(value) || double.IsInfinity(value))
        {
            throw new ArgumentOutOfRangeException(nameof(value), value, "value must be a finite number.");
        }

        return _writer.AddMetricAsync(this, new CreateSpanMetricRequest { Dimension = dimension, Value = value, Comment = comment }, cancellationToken);
    }

    /// <summary>Gives feedback on the span. It may be called after the span ended. <c>POST /v2/spans/{span_id}/feedback</c>.</summary>
    /// <param name="score">From 0 (bad) to 1 (good).</param>
    /// <param name="comment">What the score is for.</param>
    /// <param name="saveToDataset">Whether to save the span as an example of its function; <see langword="null"/> leaves it to the server.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <returns>A task that ends when it is written, or queued. Unless <see cref="OpperClientOptions.StrictTracing"/> is on, a failure goes to <see cref="Failure"/>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The score is not between 0 and 1.</exception>
    /// <exception cref="OpperException">It could not be written, and tracing is strict.</exception>
    public Task FeedbackAsync(double score, string? comment = null, bool? saveToDataset = null, CancellationToken cancellationToken = default)
    {
        if (!(score >= 0 && score <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(score), score, "score must be between 0 and 1.");
        }

        return _writer.AddFeedbackAsync(this, new SubmitFeedbackRequest { Score = score, Comment = comment, SaveToDataset = saveToDataset }, cancellationToken);
    }

    /// <summary>Ends the span and writes its end time, output and error.</summary>
    /// <remarks>This never throws, which would hide what the work itself threw: see <see cref="Failure"/>.</remarks>
    /// <returns>A task that ends when they are written, or queued.</returns>
    public ValueTask DisposeAsync() => new(EndAsync());

    /// <summary>Throws what kept the span from being recorded, where tracing is strict.</summary>
    internal void ThrowIfStrict()
    {
        if (_writer.IsStrict && Failure is { } failure)
        {
            ExceptionDispatchInfo.Capture(failure).Throw();
        }
    }

    internal Task EndAsync()
    {
        if (Interlocked.Exchange(ref _ended, 1) != 0)
        {
            return Task.CompletedTask;
        }

        // Here and not in the asynchronous part, from where it would not reach the caller.
        AmbientSpan.Leave(this);
        _activity?.Stop();
        var end = new UpdateSpanRequest { EndTime = _writer.Now };
        if (_output is not null && Text(_output) is { } output)
        {
            end.Output = output;
        }

        if (_error is not null)
        {
            end.Error = _error;
        }

        lock (_gate)
        {
            if (_isMetaChanged)
            {
                end.Meta = new Dictionary<string, RawJson?>(_meta!);
            }
        }

        return _writer.EndAsync(this, end);
    }

    internal void Begin()
    {
        AmbientSpan.Current = this;
        _activity = SpanActivity.Start(this);
        _meta = SpanActivity.Meta();
    }

    internal Task StartAsync(object? input, string? type, CancellationToken cancellationToken) => _writer.StartAsync(this, Describe(input, type), cancellationToken);

    private CreateSpanRequest Describe(object? input, string? type) => new()
    {
        Id = Id,
        TraceId = TraceId,
        ParentSpanId = ParentId,
        Name = Name,
        StartTime = StartTime,
        // Taken as it is now: the caller may change it while it waits to be sent.
        Input = input is null or string ? input : Text(input) is { } json ? RawJson.Parse(json) : null,
        Type = type,
        Meta = _meta is null ? null : new Dictionary<string, RawJson?>(_meta),
    };

    internal void Fail(Exception failure) => Failure ??= failure;

    /// <summary>It was never begun on the server, so nothing may stand under it or be written to it.</summary>
    internal void Abandon() => _isLost = true;

    // The live API keeps strings. A value that cannot be written loses itself, not the span.
    private string? Text(object value)
    {
        try
        {
            return value as string ?? JsonWrite.Text(value);
        }
        catch (Exception exception)
        {
            _writer.Lost(this, "input or output", exception);
            return null;
        }
    }
}
