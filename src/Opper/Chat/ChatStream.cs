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
    private readonly Func<CancellationToken, IAsyncEnumerable<ChatCompletionChunk>> _open;
    private readonly CancellationToken _cancellationToken;
    private readonly ChatCompletionAssembler _assembler = new();
    private int _state;

    internal ChatStream(OpperPipeline pipeline, OpperRequest request, RequestOptions? options, CancellationToken cancellationToken)
    {
        _cancellationToken = cancellationToken;
        _open = token => ReadAsync(pipeline, request, options, token);
    }

    private ChatStream(IAsyncEnumerable<ChatCompletionChunk> chunks) => _open = _ => chunks;

    /// <summary>The request id the server gave, once the answer has begun.</summary>
    public string? RequestId { get; private set; }

    /// <summary>Makes a stream of given chunks, for tests of code that reads streams.</summary>
    /// <param name="chunks">What the stream shall give.</param>
    /// <returns>A stream that sends nothing anywhere.</returns>
    public static ChatStream FromChunks(IAsyncEnumerable<ChatCompletionChunk> chunks)
    {
        ThrowIf.Null(chunks);
        return new ChatStream(chunks);
    }

    /// <inheritdoc/>
    public IAsyncEnumerator<ChatCompletionChunk> GetAsyncEnumerator(CancellationToken cancellationToken = default)
    {
        if (Interlocked.CompareExchange(ref _state, 1, 0) != 0)
        {
            throw new InvalidOperationException("This stream has been read already: a stream is read once. Make the request again, or keep what it gave.");
        }

        return EnumerateAsync(cancellationToken).GetAsyncEnumerator(CancellationToken.None);
    }

    /// <summary>The text of the first choice alone, as it comes.</summary>
    /// <param name="cancellationToken">Ends the stream and its connection.</param>
    /// <returns>The pieces of text.</returns>
    public async IAsyncEnumerable<string> TextAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (var chunk in this.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            foreach (var choice in chunk.Choices ?? [])
            {
                if (choice is { Index: 0, Delta.Content: { Length: > 0 } text })
                {
                    yield return text;
                }
            }
        }
    }

    /// <summary>Reads what is left of the stream, and gives all of it as one completion: texts joined, tool calls put together from their fragments.
    /// May follow a loop that ran to its end.</summary>
    /// <param name="cancellationToken">Ends the stream and its connection.</param>
    /// <returns>The completion, as if it had not been streamed. Its tokens are known if the request asked for them.</returns>
    /// <exception cref="InvalidOperationException">The stream was left before its end.</exception>
    public async Task<ChatCompletion> GetFinalCompletionAsync(CancellationToken cancellationToken = default)
    {
        if (Volatile.Read(ref _state) == 0)
        {
            await foreach (var chunk in this.WithCancellation(cancellationToken).ConfigureAwait(false))
            {
                // The assembler sees every chunk on its way.
            }
        }

        return Volatile.Read(ref _state) == 2
            ? _assembler.ToCompletion()
            : throw new InvalidOperationException("The stream was left before its end, so there is no final completion.");
    }

    private async IAsyncEnumerable<ChatCompletionChunk> EnumerateAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var linked = cancellationToken.CanBeCanceled && _cancellationToken.CanBeCanceled
            ? CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _cancellationToken)
            : null;
        var token = linked?.Token ?? (cancellationToken.CanBeCanceled ? cancellationToken : _cancellationToken);
        await foreach (var chunk in _open(token).ConfigureAwait(false))
        {
            if (chunk.AdditionalProperties.TryGetValue("error", out var error) && StreamError.Parse(error) is { } failure)
            {
                throw Failure(failure);
            }

            _assembler.Add(chunk);
            yield return chunk;
        }

        Volatile.Write(ref _state, 2);
    }

    private async IAsyncEnumerable<ChatCompletionChunk> ReadAsync(OpperPipeline pipeline, OpperRequest request, RequestOptions? options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var isComplete = false;
        var chunks = EventReader.ReadAsync(pipeline, request, options, Read, response => RequestId = response.RequestId, cancellationToken);
        await foreach (var chunk in chunks.ConfigureAwait(false))
        {
            isComplete |= chunk.Choices?.Any(static choice => choice.FinishReason is not null) ?? false;
            yield return chunk;
        }

        if (!isComplete)
        {
            throw new OpperStreamException("The chat stream ended with no finish reason and no [DONE]: it was cut.") { IsTruncated = true, RequestId = RequestId };
        }

        ChatCompletionChunk? Read(ReadOnlySpan<byte> data)
        {
            if (data.SequenceEqual("[DONE]"u8))
            {
                isComplete = true;
                return null;
            }

            return JsonAnswer.Read(data, JsonCodec<ChatCompletionChunk>.Read);
        }
    }

    private OpperStreamException Failure(StreamError error) => new("The server reported an error within the stream; ErrorType and ErrorMessage hold what it said.")
    {
        ErrorType = error.Type,
        ErrorMessage = error.Message,
        RequestId = RequestId,
    };
}
