namespace Opper.Extensions.AI;

/// <summary>
/// A streamed chat whose output is a <typeparamref name="T"/>. Returns partial values as chunks arrive, and finally the complete one. The request is sent
/// when the stream is first read. It can be read once.
/// </summary>
/// <remarks>
/// Text that a model writes before a function call is not part of the output, which starts over after the call. Reading throws the exceptions of the chat
/// client, <see cref="OpperSerializationException"/> when the stream has ended and the output does not fit the type, and
/// <see cref="OpperStreamException"/> with <see cref="OpperStreamException.IsTruncated"/> for a truncated output, for example at the token limit.
/// </remarks>
/// <typeparam name="T">The type of the output.</typeparam>
public sealed class ChatResponseStream<T> : IAsyncEnumerable<Partial<T>>
{
    private readonly Func<CancellationToken, IAsyncEnumerable<ChatResponseUpdate>> _send;
    private readonly Func<IAsyncEnumerable<StreamChunk>, OpperStream<T>> _read;
    private readonly List<ChatResponseUpdate> _updates = [];
    private int _isRead;

    internal ChatResponseStream(Func<CancellationToken, IAsyncEnumerable<ChatResponseUpdate>> send, Func<IAsyncEnumerable<StreamChunk>, OpperStream<T>> read) =>
        (_send, _read) = (send, read);

    /// <summary>The response received so far: messages for the history, function calls and their results, usage, and the finish reason.</summary>
    public ChatResponse Response => _updates.ToChatResponse();

    /// <inheritdoc/>
    public IAsyncEnumerator<Partial<T>> GetAsyncEnumerator(CancellationToken cancellationToken = default) =>
        Interlocked.Exchange(ref _isRead, 1) == 0
            ? ReadAsync(cancellationToken).GetAsyncEnumerator(CancellationToken.None)
            : throw new InvalidOperationException("This stream has already been read, and it can be read once only. Repeat the call, or keep its items.");

    /// <summary>Reads the whole stream and returns the output.</summary>
    /// <param name="cancellationToken">Cancels the stream.</param>
    /// <returns>The output.</returns>
    public async Task<T> GetFinalAsync(CancellationToken cancellationToken = default)
    {
        await foreach (var partial in this.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            if (partial.IsFinal)
            {
                return partial.Value!;
            }
        }

        throw new InvalidOperationException("The stream returned no final output.");
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
                            // Text that is not a valid output is ignored if another message follows it, such as text before a function call.
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
