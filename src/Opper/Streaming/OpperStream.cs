using System.Runtime.CompilerServices;

namespace Opper;

/// <summary>
/// A streamed call. The request is sent when the stream is first read; leaving the loop early closes the connection immediately.
/// It can be read once.
/// </summary>
/// <remarks>Reading throws <see cref="OpperApiException"/> before the first event, <see cref="OpperStreamException"/> for an error in the stream or
/// truncation, and <see cref="OpperTimeoutException"/> when no data arrives for <see cref="OpperClientOptions.StreamIdleTimeout"/>.
/// <para>When chunks for a field arrive after those of a later field, the model is writing the answer again: the field starts over.</para></remarks>
public sealed class OpperStream : IAsyncEnumerable<StreamChunk>
{
    private readonly IAsyncEnumerable<StreamChunk>? _given;
    private ChunkItems _items;

    internal OpperStream(OpperPipeline pipeline, OpperRequest request, RequestOptions? options, CancellationToken cancellationToken)
        : this(new EventStream(pipeline, request, options, cancellationToken),
            new PartialAnswer(request.Body as IHasOutputSchema, PartialContext.Of(pipeline.Options)))
    {
    }

    internal OpperStream(EventStream events, PartialAnswer answer, IAsyncEnumerable<StreamChunk>? given = null, StreamChunk? reused = null)
    {
        Events = events;
        Answer = answer;
        _items = events.CreateItems(answer, reused);
        _given = given;
    }

    /// <summary>The span ID of the call, once an event has sent it.</summary>
    public string? SpanId => _items.SpanId ?? Events.SpanId;

    /// <summary>The request ID assigned by the server, once the response has started.</summary>
    public string? RequestId => Events.RequestId;

    internal EventStream Events { get; }

    internal PartialAnswer Answer { get; }

    /// <summary>Creates a stream from the given chunks, for tests of code that reads streams.</summary>
    /// <param name="chunks">The chunks that the stream returns.</param>
    /// <returns>A stream that sends no request.</returns>
    public static OpperStream FromChunks(IAsyncEnumerable<StreamChunk> chunks)
    {
        ThrowIf.Null(chunks);
        return new OpperStream(new EventStream(), new PartialAnswer(request: null, new PartialContext()), chunks);
    }

    /// <summary>Creates a typed stream from the given chunks, for tests, or from JSON text of another source as <see cref="StreamChunk.Delta"/>.</summary>
    /// <typeparam name="T">The type of the answer.</typeparam>
    /// <param name="chunks">The chunks that the answer is assembled from.</param>
    /// <param name="validateOutput">Whether the answer is validated with the validation attributes of its type.</param>
    /// <returns>A stream that sends no request.</returns>
    /// <exception cref="NotSupportedException">The type cannot be described by a schema; the message names the member.</exception>
    public static OpperStream<T> FromChunks<T>(IAsyncEnumerable<StreamChunk> chunks, bool validateOutput = false)
    {
        ThrowIf.Null(chunks);
        return FromChunks<T>(chunks, TypeSource.Default, validateOutput);
    }

    /// <summary>Creates a typed stream from the given chunks and the metadata of the type, for tests of code that reads streams.</summary>
    /// <typeparam name="T">The type of the answer.</typeparam>
    /// <param name="chunks">The chunks that the answer is assembled from.</param>
    /// <param name="typeInfo">The metadata of the type.</param>
    /// <param name="validateOutput">Whether the answer is validated with the validation attributes of its type.</param>
    /// <returns>A stream that sends no request.</returns>
    /// <exception cref="NotSupportedException">The type cannot be described by a schema; the message names the member.</exception>
    public static OpperStream<T> FromChunks<T>(IAsyncEnumerable<StreamChunk> chunks, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> typeInfo,
        bool validateOutput = false)
    {
        ThrowIf.Null(chunks);
        ThrowIf.Null(typeInfo);
        return FromChunks<T>(chunks, TypeSource.For(typeInfo), validateOutput);
    }

    private static OpperStream<T> FromChunks<T>(IAsyncEnumerable<StreamChunk> chunks, TypeSource types, bool validates)
    {
        var schema = types.Asked<T>();
        var answer = new PartialAnswer(typeof(T), types, schema is { IsWrapped: true }, new PartialContext());
        return new OpperStream<T>(new OpperStream(new EventStream(), answer, chunks), types, schema, "The stream", validates);
    }

    /// <inheritdoc/>
    public IAsyncEnumerator<StreamChunk> GetAsyncEnumerator(CancellationToken cancellationToken = default) =>
        ReadAsync(cancellationToken).GetAsyncEnumerator(CancellationToken.None);

    /// <summary>Reads only the text deltas.</summary>
    /// <param name="cancellationToken">Cancels the stream and closes its connection.</param>
    /// <returns>The text deltas; for a structured answer, the deltas of its fields.</returns>
    public async IAsyncEnumerable<string> TextAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var joiner = default(SurrogatePairJoiner);
        await foreach (var chunk in ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            if (chunk.Delta is { } delta && joiner.Next(delta) is { Length: > 0 } text)
            {
                yield return text;
            }
        }

        if (joiner.End() is { Length: > 0 } rest)
        {
            yield return rest;
        }
    }

    /// <summary>Reads the rest of the stream and returns the assembled answer. May be called after a loop that read the stream to its end.</summary>
    /// <param name="cancellationToken">Cancels the stream and closes its connection.</param>
    /// <returns>The complete answer.</returns>
    /// <exception cref="InvalidOperationException">The stream was abandoned before its end.</exception>
    /// <exception cref="OpperSerializationException">The deltas do not form valid JSON.</exception>
    /// <exception cref="OpperStreamException">The server reported an error in the stream, or the stream was truncated.</exception>
    public async Task<StreamResult> GetFinalResultAsync(CancellationToken cancellationToken = default)
    {
        await ReadToEndAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return StreamResult.Of(Answer, Events, SpanId);
        }
        catch (Exception exception)
        {
            throw Events.Failure(exception);
        }
    }

    /// <summary>The text deltas for callers who never see the stream: no answer is assembled, as none can be asked for.</summary>
    internal IAsyncEnumerable<string> TextOnly()
    {
        _items = Events.CreateItems(answer: null, new StreamChunk());
        return TextAsync();
    }

    /// <summary>Reads the chunks. Each has been added to the answer before it is returned.</summary>
    internal IAsyncEnumerable<StreamChunk> ReadAsync(CancellationToken cancellationToken) =>
        Events.ReadAsync(_items, _given, cancellationToken);

    /// <summary>Reads all chunks, unless they have been read.</summary>
    internal async Task ReadToEndAsync(CancellationToken cancellationToken)
    {
        if (Events.IsUnread)
        {
            await foreach (var chunk in ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                // Reading adds the chunk to the answer.
            }
        }

        if (!Events.IsWhole)
        {
            throw new InvalidOperationException("The stream was abandoned before its end, so there is no final result.");
        }
    }
}
