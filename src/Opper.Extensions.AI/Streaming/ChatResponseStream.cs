namespace Opper.Extensions.AI;

/// <summary>
/// A streamed chat whose answer is a <typeparamref name="T"/>: gives it as it grows, piece by piece, and at last whole. The request is sent when the stream is first read. It can be read once.
/// </summary>
/// <remarks>
/// What a model writes before it calls a function is no part of the answer: the answer begins anew after the call. Reading throws what the chat client throws, and
/// <see cref="OpperSerializationException"/> when the stream is over and what came does not fit the type; an answer that was cut, such as at the token limit, is an
/// <see cref="OpperStreamException"/> whose <see cref="OpperStreamException.IsTruncated"/> is set.
/// </remarks>
/// <typeparam name="T">The type of the answer.</typeparam>
public sealed class ChatResponseStream<T> : IAsyncEnumerable<Partial<T>>
{
    private readonly Func<CancellationToken, IAsyncEnumerable<ChatResponseUpdate>> _send;
    private readonly Func<IAsyncEnumerable<StreamChunk>, OpperStream<T>> _read;
    private readonly List<ChatResponseUpdate> _updates = [];
    private int _isRead;

    internal ChatResponseStream(Func<CancellationToken, IAsyncEnumerable<ChatResponseUpdate>> send, Func<IAsyncEnumerable<StreamChunk>, OpperStream<T>> read)
        => (_send, _read) = (send, read);

    /// <summary>The response as far as it has come: messages for the history, calls of functions and their results, tokens, why it ended.</summary>
    public ChatResponse Response => _updates.ToChatResponse();

    /// <inheritdoc/>
    public IAsyncEnumerator<Partial<T>> GetAsyncEnumerator(CancellationToken cancellationToken = default)
        => Interlocked.Exchange(ref _isRead, 1) == 0
            ? ReadAsync(cancellationToken).GetAsyncEnumerator(CancellationToken.None)
            : throw new InvalidOperationException("This stream has been read already: a stream is read once. Make the call again, or keep what it gave.");

    /// <summary>Reads the whole stream, for its answer alone.</summary>
    /// <param name="cancellationToken">Ends the stream.</param>
    /// <returns>The answer.</returns>
    public async Task<T> GetFinalAsync(CancellationToken cancellationToken = default)
    {
        await foreach (var partial in this.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            if (partial.IsFinal)
            {
                return partial.Value!;
            }
        }

        throw new InvalidOperationException("The stream gave no final answer.");
    }

    private async IAsyncEnumerable<Partial<T>> ReadAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var updates = _send(cancellationToken).GetAsyncEnumerator(cancellationToken);
        await using (updates.ConfigureAwait(false))
        {
            var messages = new MessageReader(updates, _updates);
            do
            {
                var partials = _read(messages.ReadAsync()).GetAsyncEnumerator(cancellationToken);
                await using (partials.ConfigureAwait(false))
                {
                    while (true)
                    {
                        try
                        {
                            if (!await partials.MoveNextAsync().ConfigureAwait(false))
                            {
                                break;
                            }
                        }
                        catch (OpperException) when (!messages.HasFailed)
                        {
                            // A text that is no answer is none of the stream's, if another message follows it.
                            if (!await messages.SkipAsync().ConfigureAwait(false))
                            {
                                throw;
                            }

                            break;
                        }

                        if (!messages.HasNext)
                        {
                            yield return partials.Current;
                        }
                    }
                }
            }
            while (messages.HasNext);
        }
    }
}
