using System.Runtime.CompilerServices;

namespace Opper;

/// <summary>
/// A streamed call whose answer is a <typeparamref name="T"/>. Returns partial values as chunks arrive, and finally the complete one. The request is sent when
/// the stream is first read; leaving the loop early closes the connection immediately. It can be read once.
/// </summary>
/// <typeparam name="T">The type of the answer.</typeparam>
/// <remarks>
/// Reading throws <see cref="OpperApiException"/> before the first event, <see cref="OpperStreamException"/> for an error in the stream or truncation,
/// <see cref="OpperTimeoutException"/> when no data arrives for <see cref="OpperClientOptions.StreamIdleTimeout"/>, and
/// <see cref="OpperSerializationException"/> when the stream has ended and the answer does not fit the type.
/// <para>An answer may be rewritten within the stream, for example when the model is retried: an earlier field that receives chunks again starts over, and
/// the fields after it count only if they are written again. A list or an object for which no chunk arrived is empty in the final answer.</para>
/// </remarks>
public sealed class OpperStream<T> : IAsyncEnumerable<Partial<T>>
{
    private readonly OpperStream _chunks;
    private readonly Func<PartialAnswer, T> _finish;
    private StreamResult<T>? _result;

    internal OpperStream(OpperStream chunks, TypeSource source, OpperSchema? schema, string call, bool validates)
    {
        _chunks = chunks;
        _finish = answer => FinalAnswer.Read<T>(answer, source, schema, call, validates);
    }

    /// <summary>The span id of the call, once an event has sent it.</summary>
    public string? SpanId => _chunks.SpanId;

    /// <summary>The request id assigned by the server, once the response has started.</summary>
    public string? RequestId => _chunks.RequestId;

    private PartialAnswer Answer => _chunks.Answer;

    /// <inheritdoc/>
    public IAsyncEnumerator<Partial<T>> GetAsyncEnumerator(CancellationToken cancellationToken = default)
        => EnumerateAsync(_chunks.ReadAsync(cancellationToken)).GetAsyncEnumerator(CancellationToken.None);

    /// <summary>Reads only the deltas of the fields.</summary>
    /// <param name="cancellationToken">Cancels the stream and closes its connection.</param>
    /// <returns>The text deltas.</returns>
    public async IAsyncEnumerable<string> TextAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (var text in _chunks.TextAsync(cancellationToken).ConfigureAwait(false))
        {
            yield return text;
        }

        Finish();
    }

    /// <summary>Reads the rest of the stream and returns the complete answer. May be called after a loop that read the stream to its end.</summary>
    /// <param name="cancellationToken">Cancels the stream and closes its connection.</param>
    /// <returns>The complete answer, which converts implicitly to <typeparamref name="T"/>.</returns>
    /// <exception cref="InvalidOperationException">The stream was abandoned before its end.</exception>
    /// <exception cref="OpperSerializationException">The answer does not fit the type; the exception holds the JSON.</exception>
    /// <exception cref="OpperStreamException">The server reported an error in the stream, or the stream was truncated.</exception>
    public async Task<StreamResult<T>> GetFinalResultAsync(CancellationToken cancellationToken = default)
    {
        await _chunks.ReadToEndAsync(cancellationToken).ConfigureAwait(false);
        return Finish();
    }

    private async IAsyncEnumerable<Partial<T>> EnumerateAsync(IAsyncEnumerable<StreamChunk> chunks)
    {
        await foreach (var chunk in chunks.ConfigureAwait(false))
        {
            if (Answer.Changed is { } changed)
            {
                yield return new Partial<T>(Answer, changed, chunk.Delta);
            }
        }

        yield return new Partial<T>(Answer, Finish().Value);
    }

    private StreamResult<T> Finish()
    {
        if (Volatile.Read(ref _result) is { } known)
        {
            return known;
        }

        try
        {
            var result = new StreamResult<T>(_finish(Answer), SpanId);
            Volatile.Write(ref _result, result);
            return result;
        }
        catch (Exception exception)
        {
            throw _chunks.Events.Failure(exception);
        }
    }
}
