using System.Runtime.CompilerServices;

namespace Opper;

/// <summary>
/// A streamed chat. The request is sent when the stream is first read; leaving the loop early closes the connection at once.
/// It can be read once.
/// </summary>
/// <remarks>Reading throws <see cref="OpperApiException"/> before the first chunk, <see cref="OpperStreamException"/> for an error within the stream or a cut,
/// <see cref="OpperTimeoutException"/> after a silence longer than <see cref="OpperClientOptions.StreamIdleTimeout"/>.</remarks>
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

    /// <summary>The request id the server gave, once the answer has begun.</summary>
    public string? RequestId => _events.RequestId;

    /// <summary>Makes a stream of given chunks, for tests of code that reads streams.</summary>
    /// <param name="chunks">What the stream shall give.</param>
    /// <returns>A stream that sends nothing anywhere.</returns>
    public static ChatStream FromChunks(IAsyncEnumerable<ChatCompletionChunk> chunks)
    {
        ThrowIf.Null(chunks);
        return new ChatStream(new EventStream(), new PartialContext(), chunks);
    }

    /// <inheritdoc/>
    public IAsyncEnumerator<ChatCompletionChunk> GetAsyncEnumerator(CancellationToken cancellationToken = default) => ReadAsync(cancellationToken).GetAsyncEnumerator(CancellationToken.None);

    /// <summary>The text of the first choice alone, as it comes.</summary>
    /// <param name="cancellationToken">Ends the stream and its connection.</param>
    /// <returns>The pieces of text.</returns>
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

    /// <summary>Reads what is left of the stream, and gives all of it as one completion: texts joined, tool calls put together from their fragments.
    /// May follow a loop that ran to its end.</summary>
    /// <param name="cancellationToken">Ends the stream and its connection.</param>
    /// <returns>The completion, as if it had not been streamed. Its tokens are known if the request asked for them.</returns>
    /// <exception cref="InvalidOperationException">The stream was left before its end.</exception>
    /// <exception cref="OpperStreamException">The server reported an error within the stream, it was cut, or what came cannot be put together.</exception>
    public async Task<ChatCompletion> GetFinalCompletionAsync(CancellationToken cancellationToken = default)
    {
        if (_events.IsUnread)
        {
            await foreach (var chunk in ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                // The assembler sees every chunk on its way.
            }
        }

        if (!_events.IsWhole)
        {
            throw new InvalidOperationException("The stream was left before its end, so there is no final completion.");
        }

        try
        {
            return _items.Assembler.ToCompletion();
        }
        catch (Exception exception)
        {
            // Fields that OpenAI does not send in deltas may be of another kind than in a completion.
            throw _events.Failure(exception);
        }
    }

    private IAsyncEnumerable<ChatCompletionChunk> ReadAsync(CancellationToken cancellationToken)
        => _events.ReadAsync(_items, _given, cancellationToken);
}
