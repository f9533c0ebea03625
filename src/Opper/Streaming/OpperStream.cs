using System.Runtime.CompilerServices;

namespace Opper;

/// <summary>
/// A streamed call. The request is sent when the stream is first read; leaving the loop early closes the connection at once.
/// It can be read once.
/// </summary>
/// <remarks>Reading throws <see cref="OpperApiException"/> before the first event, <see cref="OpperStreamException"/> for an error within the stream or a cut,
/// <see cref="OpperTimeoutException"/> after a silence longer than <see cref="OpperClientOptions.StreamIdleTimeout"/>.
/// <para>A field that gets pieces again after it had been left for another begins anew: the answer is being written again from there.</para></remarks>
public sealed class OpperStream : IAsyncEnumerable<StreamChunk>
{
    private readonly IAsyncEnumerable<StreamChunk>? _given;
    private readonly ChunkItems _items;
    private TextItems? _texts;

    internal OpperStream(OpperPipeline pipeline, OpperRequest request, RequestOptions? options, CancellationToken cancellationToken)
        : this(pipeline, request, options, new PartialAnswer(request.Body as IHasOutputSchema, PartialContext.Of(pipeline.Options)), cancellationToken)
    {
    }

    internal OpperStream(OpperPipeline pipeline, OpperRequest request, RequestOptions? options, PartialAnswer answer, CancellationToken cancellationToken)
        : this(new EventStream(pipeline, request, options, cancellationToken), answer, given: null)
    {
    }

    private OpperStream(EventStream events, PartialAnswer answer, IAsyncEnumerable<StreamChunk>? given)
    {
        Events = events;
        Answer = answer;
        _items = new ChunkItems(answer, events.CreateReader());
        _given = given;
    }

    /// <summary>The span of the call, once an event has named it.</summary>
    public string? SpanId => _items.SpanId ?? _texts?.SpanId ?? Events.SpanId;

    /// <summary>The request id the server gave, once the answer has begun.</summary>
    public string? RequestId => Events.RequestId;

    internal EventStream Events { get; }

    internal PartialAnswer Answer { get; }

    /// <summary>Makes a stream of given chunks, for tests of code that reads streams.</summary>
    /// <param name="chunks">What the stream shall give.</param>
    /// <returns>A stream that sends nothing anywhere.</returns>
    public static OpperStream FromChunks(IAsyncEnumerable<StreamChunk> chunks)
    {
        ThrowIf.Null(chunks);
        return new OpperStream(new EventStream(), new PartialAnswer(request: null, new PartialContext()), chunks);
    }

    /// <summary>Makes a typed stream of given chunks: for tests of code that reads streams, and for answers that come by another way, whose JSON text is the chunks' <see cref="StreamChunk.Delta"/>.</summary>
    /// <typeparam name="T">The type of the answer.</typeparam>
    /// <param name="chunks">What the stream shall be put together from.</param>
    /// <returns>A stream that sends nothing anywhere.</returns>
    /// <exception cref="NotSupportedException">The type cannot be described by a schema; the message names the member.</exception>
    public static OpperStream<T> FromChunks<T>(IAsyncEnumerable<StreamChunk> chunks)
    {
        ThrowIf.Null(chunks);
        return FromChunks<T>(chunks, TypeSource.Default);
    }

    /// <summary>Makes a typed stream of given chunks by the metadata of its type, for tests of code that reads streams.</summary>
    /// <typeparam name="T">The type of the answer.</typeparam>
    /// <param name="chunks">What the stream shall be put together from.</param>
    /// <param name="typeInfo">The metadata of the type.</param>
    /// <returns>A stream that sends nothing anywhere.</returns>
    /// <exception cref="NotSupportedException">The type cannot be described by a schema; the message names the member.</exception>
    public static OpperStream<T> FromChunks<T>(IAsyncEnumerable<StreamChunk> chunks, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> typeInfo)
    {
        ThrowIf.Null(chunks);
        ThrowIf.Null(typeInfo);
        return FromChunks<T>(chunks, TypeSource.For(typeInfo));
    }

    private static OpperStream<T> FromChunks<T>(IAsyncEnumerable<StreamChunk> chunks, TypeSource types)
    {
        var schema = TypedAnswer.SchemaOf<T>(types);
        var answer = new PartialAnswer(typeof(T), types, schema is { IsWrapped: true }, new PartialContext());
        return new OpperStream<T>(new OpperStream(new EventStream(), answer, chunks), types, schema, "The stream", validates: false);
    }

    /// <inheritdoc/>
    public IAsyncEnumerator<StreamChunk> GetAsyncEnumerator(CancellationToken cancellationToken = default) => ReadAsync(cancellationToken).GetAsyncEnumerator(CancellationToken.None);

    /// <summary>The text pieces alone, as they come.</summary>
    /// <param name="cancellationToken">Ends the stream and its connection.</param>
    /// <returns>The pieces of text; for a structured answer, the pieces of its fields.</returns>
    public async IAsyncEnumerable<string> TextAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var joiner = default(TextJoiner);
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

    /// <summary>Reads what is left of the stream, and gives all of it put together. May follow a loop that ran to its end.</summary>
    /// <param name="cancellationToken">Ends the stream and its connection.</param>
    /// <returns>The whole answer.</returns>
    /// <exception cref="InvalidOperationException">The stream was left before its end.</exception>
    /// <exception cref="OpperSerializationException">What came cannot be put together to JSON.</exception>
    /// <exception cref="OpperStreamException">The server reported an error within the stream, or it was cut.</exception>
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

    /// <summary>The text pieces for a caller who has nothing but them: a final result cannot be asked for.</summary>
    internal IAsyncEnumerable<string> TextOnly() => _given is null ? _texts = new TextItems(Events) : TextAsync();

    /// <summary>Reads the chunks, each of which is in the answer when it comes out.</summary>
    internal IAsyncEnumerable<StreamChunk> ReadAsync(CancellationToken cancellationToken)
        => Events.ReadAsync(_items, _given, cancellationToken);

    /// <summary>Reads all chunks, if nobody has.</summary>
    internal async Task ReadToEndAsync(CancellationToken cancellationToken)
    {
        if (Events.IsUnread)
        {
            await foreach (var chunk in ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                // The answer has taken it in.
            }
        }

        if (!Events.IsWhole)
        {
            throw new InvalidOperationException("The stream was left before its end, so there is no final result.");
        }
    }
}
