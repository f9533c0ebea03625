using System.Runtime.CompilerServices;

namespace Opper.Chat;

/// <summary>
/// A streamed chat completion, which can be enumerated once. The request is sent when enumeration starts. Leaving the loop early closes
/// the connection immediately.
/// </summary>
/// <remarks>Enumeration throws <see cref="OpperApiException"/> before the first chunk, <see cref="OpperStreamException"/> for an error within the stream or a
/// truncated stream, and <see cref="OpperTimeoutException"/> when <see cref="OpperClientOptions.StreamIdleTimeout"/> elapses.</remarks>
public sealed class ChatStream : IAsyncEnumerable<ChatCompletionChunk>
{
    private readonly EventStream _events;
    private readonly IAsyncEnumerable<ChatCompletionChunk>? _given;
    private readonly ChatItems _items;

    internal ChatStream(OpperPipeline pipeline, OpperRequest request, RequestOptions? options, CancellationToken cancellationToken)
        : this(new EventStream(pipeline, request, options, cancellationToken), PartialContext.Of(pipeline.Options), given: null)
    {
    }

    private ChatStream(EventStream events, PartialContext context, IAsyncEnumerable<ChatCompletionChunk>? given)
    {
        _events = events;
        _items = new ChatItems(context);
        _given = given;
    }

    /// <summary>The request ID sent by the server; <see langword="null"/> until the response starts.</summary>
    public string? RequestId => _events.RequestId;

    /// <summary>Creates a stream from chunks, for use in tests.</summary>
    /// <param name="chunks">The chunks.</param>
    /// <returns>A stream that sends no request.</returns>
    public static ChatStream FromChunks(IAsyncEnumerable<ChatCompletionChunk> chunks)
    {
        ThrowIf.Null(chunks);
        return new ChatStream(new EventStream(), new PartialContext(), chunks);
    }

    /// <inheritdoc/>
    public IAsyncEnumerator<ChatCompletionChunk> GetAsyncEnumerator(CancellationToken cancellationToken = default) =>
        ReadAsync(cancellationToken).GetAsyncEnumerator(CancellationToken.None);

    /// <summary>Streams only the text of the first choice.</summary>
    /// <param name="cancellationToken">The cancellation token.</param>
    /// <returns>The text deltas.</returns>
    public async IAsyncEnumerable<string> TextAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var joiner = default(SurrogatePairJoiner);
        await foreach (var chunk in ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            foreach (var choice in chunk.Choices ?? [])
            {
                if (choice is { Index: 0, Delta.Content: { } piece } && joiner.Next(piece) is { Length: > 0 } text)
                {
                    yield return text;
                }
            }
        }

        if (joiner.End() is { Length: > 0 } rest)
        {
            yield return rest;
        }
    }

    /// <summary>Reads the stream to its end, if it has not been read, and combines its chunks into one completion: text is concatenated, and tool
    /// calls are assembled from their fragments.</summary>
    /// <param name="cancellationToken">The cancellation token.</param>
    /// <returns>The completion. It has the token usage if the request asked for it.</returns>
    /// <exception cref="InvalidOperationException">The enumeration of the stream was stopped before its end.</exception>
    /// <exception cref="OpperStreamException">The server sent an error within the stream, the stream was truncated, or its chunks are inconsistent.</exception>
    public async Task<ChatCompletion> GetFinalCompletionAsync(CancellationToken cancellationToken = default)
    {
        if (_events.IsUnread)
        {
            await foreach (var chunk in ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                // ReadAsync adds each chunk to the assembler.
            }
        }

        if (!_events.IsWhole)
        {
            throw new InvalidOperationException("The enumeration was stopped before the end of the stream, so there is no final completion.");
        }

        try
        {
            return _items.Assembler.ToCompletion();
        }
        catch (Exception exception)
        {
            // Fields that OpenAI does not stream may have a different type in deltas than in a completion.
            throw _events.Failure(exception);
        }
    }

    private IAsyncEnumerable<ChatCompletionChunk> ReadAsync(CancellationToken cancellationToken) =>
        _events.ReadAsync(_items, _given, cancellationToken);
}
