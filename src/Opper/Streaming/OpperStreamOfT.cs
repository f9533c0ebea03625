using System.Runtime.CompilerServices;

namespace Opper;

/// <summary>
/// A streamed call whose answer is a <typeparamref name="T"/>: gives it as it grows, piece by piece, and at last whole. The request is sent when
/// the stream is first read; leaving the loop early closes the connection at once. It can be read once.
/// </summary>
/// <typeparam name="T">The type of the answer.</typeparam>
/// <remarks>
/// Reading throws <see cref="OpperApiException"/> before the first event, <see cref="OpperStreamException"/> for an error within the stream or a cut,
/// <see cref="OpperTimeoutException"/> after a silence longer than <see cref="OpperClientOptions.StreamIdleTimeout"/>, and <see cref="OpperSerializationException"/> when
/// the stream is over and what came does not fit the type.
/// <para>An answer may be written anew within the stream, as when the model is asked again: a field that had been left for another begins again then, and what came
/// after it counts in the final answer only where it is written again too. A list or an object of which nothing came is empty in the final answer.</para>
/// </remarks>
public sealed class OpperStream<T> : IAsyncEnumerable<Partial<T>>
{
    private readonly OpperStream _chunks;
    private readonly TypeSource _source;
    private readonly OpperSchema? _schema;
    private readonly string _call;
    private readonly bool _validates;
    private StreamResult<T>? _result;

    internal OpperStream(OpperStream chunks, TypeSource source, OpperSchema? schema, string call, bool validates)
    {
        _chunks = chunks;
        _source = source;
        _schema = schema;
        _call = call;
        _validates = validates;
    }

    /// <summary>The span of the call, once an event has named it.</summary>
    public string? SpanId => _chunks.SpanId;

    /// <summary>The request id the server gave, once the answer has begun.</summary>
    public string? RequestId => _chunks.RequestId;

    private PartialAnswer Answer => _chunks.Answer;

    /// <inheritdoc/>
    public IAsyncEnumerator<Partial<T>> GetAsyncEnumerator(CancellationToken cancellationToken = default)
        => EnumerateAsync(_chunks.ReadAsync(cancellationToken)).GetAsyncEnumerator(CancellationToken.None);

    /// <summary>The pieces of the fields alone, as they come.</summary>
    /// <param name="cancellationToken">Ends the stream and its connection.</param>
    /// <returns>The pieces of text.</returns>
    public async IAsyncEnumerable<string> TextAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (var text in _chunks.TextAsync(cancellationToken).ConfigureAwait(false))
        {
            yield return text;
        }

        Finish();
    }

    /// <summary>Reads what is left of the stream, and gives the whole answer. May follow a loop that ran to its end.</summary>
    /// <param name="cancellationToken">Ends the stream and its connection.</param>
    /// <returns>The whole answer. It converts to <typeparamref name="T"/> by itself.</returns>
    /// <exception cref="InvalidOperationException">The stream was left before its end.</exception>
    /// <exception cref="OpperSerializationException">What came does not fit the type; the exception holds it.</exception>
    /// <exception cref="OpperStreamException">The server reported an error within the stream, or it was cut.</exception>
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
            var result = new StreamResult<T>(FinalAnswer.Read<T>(Answer, _source, _schema, _call, _validates), SpanId);
            Volatile.Write(ref _result, result);
            return result;
        }
        catch (Exception exception)
        {
            throw _chunks.Events.Failure(exception);
        }
    }
}
