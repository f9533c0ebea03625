using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;

namespace Opper.Streaming;

/// <summary>
/// One stream. Its request is sent when it is first read, it can be read once, and its connection is closed as soon as the reader stops. Every failure
/// to read the bytes, parse an event or assemble the answer is converted by <see cref="Failure"/>.
/// </summary>
internal sealed class EventStream
{
    private const int Unread = 0;
    private const int BeingRead = 1;
    private const int Whole = 2;

    private readonly OpperPipeline? _pipeline;
    private readonly OpperRequest _request;
    private readonly RequestOptions? _options;
    private readonly CancellationToken _cancellationToken;
    private TransportResponse? _response;
    private int _state = Unread;
    private long _kept;

    public EventStream(OpperPipeline pipeline, OpperRequest request, RequestOptions? options, CancellationToken cancellationToken)
    {
        _pipeline = pipeline;
        _request = request = pipeline.Route(request, options);
        _options = options;
        _cancellationToken = cancellationToken;
        Name = $"{request.Operation.Method} {request.Path}";
    }

    /// <summary>Creates a stream over items that are supplied by the caller; nothing is sent.</summary>
    public EventStream() => Name = "The stream";

    /// <summary>The name of the call in messages.</summary>
    public string Name { get; }

    public string? RequestId { get; private set; }

    /// <summary>The span ID from the response headers, which only the OpenAI-compatible endpoints send.</summary>
    public string? SpanId { get; private set; }

    /// <summary>Whether the answer is JSON in text form: the request had a schema, and the chunks have no paths.</summary>
    public bool IsJsonText => _request.Operation?.Form is IChunkForm && _request.Body is IHasOutputSchema { OutputSchema: not null };

    public bool IsUnread => Volatile.Read(ref _state) == Unread;

    /// <summary>Whether it was read to the end.</summary>
    public bool IsWhole => Volatile.Read(ref _state) == Whole;

    public ChunkItems CreateItems(PartialAnswer? answer, StreamChunk? reused) =>
        _request.Operation?.Form is IChunkForm form ? form.CreateItems(answer) : new ChunkItems(answer, reused);

    /// <summary>Reads the events of the response, or the supplied items instead.</summary>
    public IAsyncEnumerable<T> ReadAsync<T>(StreamItems<T> items, IAsyncEnumerable<T>? given, CancellationToken cancellationToken)
        where T : class
    {
        if (Interlocked.CompareExchange(ref _state, BeingRead, Unread) != Unread)
        {
            throw new InvalidOperationException("This stream has already been read, and it can be read once only. Repeat the call, or keep its items.");
        }

        return given is null ? ReadEventsAsync(items, cancellationToken) : ReadGivenAsync(given, items, cancellationToken);
    }

    /// <summary>Converts a failure to the exception that callers see.</summary>
    /// <param name="exception">The exception that was thrown.</param>
    /// <param name="rawEvent">The event that caused it, if any.</param>
    /// <param name="isCut">Whether the stream was truncated within that event.</param>
    public Exception Failure(Exception exception, ReadOnlySpan<byte> rawEvent = default, bool isCut = false)
    {
        if (exception is OperationCanceledException)
        {
            return exception;
        }

        var failure = exception as OpperException ?? new OpperStreamException(
            isCut ? $"{Name}: the stream was truncated in the middle of an event."
                : rawEvent.IsEmpty ? $"{Name}: the stream cannot be read."
                : $"{Name}: an event of the stream cannot be read; see RawEvent.",
            exception)
        {
            IsTruncated = isCut,
        };
        failure.RequestId ??= RequestId;
        failure.Attempts = _response?.Attempts ?? failure.Attempts;
        if (failure is OpperStreamException { RawEvent: null } broken && !rawEvent.IsEmpty)
        {
            broken.RawEvent = Utf8Text.Decode(rawEvent.Slice(0, Math.Min(rawEvent.Length, BodyReader.MaxErrorBytes)));
        }

        _response?.Measured?.Fail(failure);
        return failure;
    }

    private async IAsyncEnumerable<T> ReadEventsAsync<T>(StreamItems<T> items, [EnumeratorCancellation] CancellationToken cancellationToken)
        where T : class
    {
        using var linked = cancellationToken.CanBeCanceled && _cancellationToken.CanBeCanceled
            ? CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _cancellationToken)
            : null;
        var token = linked?.Token ?? (cancellationToken.CanBeCanceled ? cancellationToken : _cancellationToken);
        using var response = await _pipeline!.ExecuteAsync(_request, _options, token).ConfigureAwait(false);
        _response = response;
        RequestId = response.RequestId;
        SpanId = response.Header("X-Opper-Trace-Id");
        if (!response.Body.IsEmpty || !ResponseReader.LooksLikeStream(response.MediaType))
        {
            throw Failure(ResponseReader.NotAStream(response, _request, response.Body.Span));
        }

        using var bytes = await OpenAsync(response, token).ConfigureAwait(false);
        var isDone = false;
        var parser = SseParser.Create(bytes, (name, data) => Receive(items, bytes, name, data, ref isDone));
        var events = parser.EnumerateAsync(token).GetAsyncEnumerator(token);
        await using (events.ConfigureAwait(false))
        {
            while (!isDone)
            {
                try
                {
                    if (!await events.MoveNextAsync().ConfigureAwait(false))
                    {
                        break;
                    }
                }
                catch (Exception exception)
                {
                    throw Failure(exception);
                }

                if (events.Current.Data is { } item)
                {
                    yield return item;
                }
            }
        }

        if (!isDone)
        {
            CheckEnd(items.HasEnded, bytes, response);
        }

        Volatile.Write(ref _state, Whole);
    }

    private async IAsyncEnumerable<T> ReadGivenAsync<T>(IAsyncEnumerable<T> given, StreamItems<T> items,
        [EnumeratorCancellation] CancellationToken cancellationToken)
        where T : class
    {
        await foreach (var item in given.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            try
            {
                if (items.MayBeError(item) && StreamError.Find(item) is { } error)
                {
                    throw error.ToException(items.SpanId);
                }

                items.Add(item);
            }
            catch (Exception exception)
            {
                throw Failure(exception);
            }

            yield return item;
        }

        Volatile.Write(ref _state, Whole);
    }

    private async Task<EventByteStream> OpenAsync(TransportResponse response, CancellationToken cancellationToken)
    {
        try
        {
            var content = await BodyReader.OpenAsync(response.Content, cancellationToken).ConfigureAwait(false);
            return new EventByteStream(content, _pipeline!, new CallSettings(_pipeline!.Options, _options).StreamIdleTimeout, Name, cancellationToken)
            {
                MayBeCut = response.IsEndedByClose(content),
            };
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            throw Failure(new OpperStreamException($"{Name}: the body of the stream does not match its Content-Encoding.", exception) { IsTruncated = true });
        }
    }

    private T? Receive<T>(StreamItems<T> items, EventByteStream bytes, string name, ReadOnlySpan<byte> data, ref bool isDone)
        where T : class
    {
        try
        {
            if (StreamEvent.IsError(name))
            {
                throw StreamError.OfNamed(data).ToException(items.SpanId ?? SpanId);
            }

            if ((isDone = StreamEvent.IsEnd(data)) || StreamEvent.IsKeepAlive(name, data))
            {
                return null;
            }

            StreamBounds.Check(Name, data, _kept += items.Keeps ? data.Length : 0, _pipeline!.Options);
            var item = items.Read(data, out var mayBeError);
            if (mayBeError && StreamError.Find(data) is { } error)
            {
                throw error.ToException(items.SpanId ?? SpanId);
            }

            if (item is not null)
            {
                bytes.HasItems = true;
                items.Add(item);
                _response!.Measured?.Take(item, items.SpanId ?? SpanId);
            }

            return item;
        }
        catch (Exception exception)
        {
            // The chunk reader may not know the form of the error, but it is still one reported by the server.
            throw Failure(exception is not OpperException && StreamError.Find(data) is { } told ? told.ToException(items.SpanId ?? SpanId) : exception, data,
                bytes.EndedWithinEvent);
        }
    }

    // The rules for the end of a stream are in README.md in this folder.
    private void CheckEnd(bool? hasEnded, EventByteStream bytes, TransportResponse response)
    {
        if (bytes.TakeNonEventBody() is { } foreign)
        {
            throw Failure(ResponseReader.NotAStream(response, _request, foreign));
        }

        if (!(hasEnded ?? (bytes.HasItems && !bytes.MayBeCut)))
        {
            var place = bytes.HasItems ? "without an end marker" : "before its first chunk";
            throw Failure(new OpperStreamException($"{Name}: the stream was truncated: it ended {place}.") { IsTruncated = true });
        }
    }
}
