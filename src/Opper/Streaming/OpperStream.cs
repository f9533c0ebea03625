using System.Runtime.CompilerServices;

namespace Opper;

/// <summary>
/// A streamed call. The request is sent when the stream is first read; leaving the loop early closes the connection at once.
/// It can be read once.
/// </summary>
/// <remarks>Reading throws <see cref="OpperApiException"/> before the first event, <see cref="OpperStreamException"/> for an error within the stream or a cut,
/// <see cref="OpperTimeoutException"/> after a silence longer than <see cref="OpperClientOptions.StreamIdleTimeout"/>.</remarks>
public sealed class OpperStream : IAsyncEnumerable<StreamChunk>
{
    private readonly Func<CancellationToken, IAsyncEnumerable<StreamChunk>> _open;
    private readonly Func<IAsyncEnumerable<string>>? _openText;
    private readonly CancellationToken _cancellationToken;
    private readonly StreamAssembler? _assembler;
    private int _state;

    internal OpperStream(OpperPipeline pipeline, OpperRequest request, RequestOptions? options, CancellationToken cancellationToken)
        : this(pipeline, request, options, new StreamAssembler(request.Body as IHasOutputSchema), cancellationToken)
    {
    }

    /// <param name="pipeline">What sends the request.</param>
    /// <param name="request">The request.</param>
    /// <param name="options">Settings for this call alone.</param>
    /// <param name="assembler">What puts the chunks together, or <see langword="null"/> where the reader does that.</param>
    /// <param name="cancellationToken">Ends the stream.</param>
    internal OpperStream(OpperPipeline pipeline, OpperRequest request, RequestOptions? options, StreamAssembler? assembler, CancellationToken cancellationToken)
    {
        _assembler = assembler;
        _cancellationToken = cancellationToken;
        _open = token => ReadAsync(pipeline, request, options, token);
        _openText = () => ReadTextAsync(pipeline, request, options);
    }

    private OpperStream(IAsyncEnumerable<StreamChunk> chunks, StreamAssembler? assembler)
    {
        _assembler = assembler;
        _open = _ => chunks;
    }

    /// <summary>The span of the call, once an event has named it.</summary>
    public string? SpanId { get; private set; }

    /// <summary>The request id the server gave, once the answer has begun.</summary>
    public string? RequestId { get; private set; }

    /// <summary>Makes a stream of given chunks, for tests of code that reads streams.</summary>
    /// <param name="chunks">What the stream shall give.</param>
    /// <returns>A stream that sends nothing anywhere.</returns>
    public static OpperStream FromChunks(IAsyncEnumerable<StreamChunk> chunks)
    {
        ThrowIf.Null(chunks);
        return new OpperStream(chunks, new StreamAssembler(null));
    }

    /// <summary>Makes a typed stream of given chunks, for tests of code that reads streams.</summary>
    /// <typeparam name="T">The type of the answer.</typeparam>
    /// <param name="chunks">What the stream shall be put together from.</param>
    /// <returns>A stream that sends nothing anywhere.</returns>
    /// <exception cref="NotSupportedException">The type cannot be described by a schema; the message names the member.</exception>
    public static OpperStream<T> FromChunks<T>(IAsyncEnumerable<StreamChunk> chunks)
    {
        ThrowIf.Null(chunks);
        return new OpperStream<T>(new OpperStream(chunks, null), TypeSource.Default, TypedAnswer.SchemaOf<T>(TypeSource.Default), "The stream", validates: false);
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
        var types = TypeSource.For(typeInfo);
        return new OpperStream<T>(new OpperStream(chunks, null), types, TypedAnswer.SchemaOf<T>(types), "The stream", validates: false);
    }

    /// <inheritdoc/>
    public IAsyncEnumerator<StreamChunk> GetAsyncEnumerator(CancellationToken cancellationToken = default)
    {
        Begin();
        return EnumerateAsync(cancellationToken).GetAsyncEnumerator(CancellationToken.None);
    }

    /// <summary>The text pieces alone, as they come.</summary>
    /// <param name="cancellationToken">Ends the stream and its connection.</param>
    /// <returns>The pieces of text; for a structured answer, the pieces of its fields.</returns>
    public IAsyncEnumerable<string> TextAsync(CancellationToken cancellationToken = default)
        // Where nobody can ask for more than the text, no chunks are made of it.
        => _assembler is null && _openText is not null && !cancellationToken.CanBeCanceled && !OpperTelemetry.IsEnabled ? _openText() : TextOfChunksAsync(cancellationToken);

    /// <summary>Reads what is left of the stream, and gives all of it put together. May follow a loop that ran to its end.</summary>
    /// <param name="cancellationToken">Ends the stream and its connection.</param>
    /// <returns>The whole answer.</returns>
    /// <exception cref="InvalidOperationException">The stream was left before its end.</exception>
    public async Task<StreamResult> GetFinalResultAsync(CancellationToken cancellationToken = default)
    {
        if (Volatile.Read(ref _state) == 0)
        {
            await foreach (var chunk in this.WithCancellation(cancellationToken).ConfigureAwait(false))
            {
                // The assembler sees every chunk on its way.
            }
        }

        return Volatile.Read(ref _state) == 2
            ? _assembler!.ToResult(SpanId)
            : throw new InvalidOperationException("The stream was left before its end, so there is no final result.");
    }

    private async IAsyncEnumerable<string> TextOfChunksAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var chunk in this.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            if (chunk.Delta is { Length: > 0 } text)
            {
                yield return text;
            }
        }
    }

    private async IAsyncEnumerable<StreamChunk> EnumerateAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var linked = cancellationToken.CanBeCanceled && _cancellationToken.CanBeCanceled
            ? CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _cancellationToken)
            : null;
        var token = linked?.Token ?? (cancellationToken.CanBeCanceled ? cancellationToken : _cancellationToken);
        await foreach (var chunk in _open(token).ConfigureAwait(false))
        {
            SpanId ??= chunk.SpanId;
            _assembler?.Add(chunk);
            if (chunk.IsError)
            {
                throw ServerError(chunk, SpanId, RequestId);
            }

            yield return chunk;
        }

        Volatile.Write(ref _state, 2);
    }

    private void Begin()
    {
        if (Interlocked.CompareExchange(ref _state, 1, 0) != 0)
        {
            throw new InvalidOperationException("This stream has been read already: a stream is read once. Make the call again, or keep what it gave.");
        }
    }

    private static OpperStreamException ServerError(StreamChunk chunk, string? spanId, string? requestId)
        => new("The server reported an error within the stream; ErrorType and ErrorMessage hold what it said.")
        {
            ErrorType = chunk.ErrorType,
            ErrorMessage = chunk.ErrorMessage ?? JsonText.WellFormed(chunk.Delta),
            SpanId = spanId,
            RequestId = requestId,
        };

    private IAsyncEnumerable<StreamChunk> ReadAsync(OpperPipeline pipeline, OpperRequest request, RequestOptions? options, CancellationToken cancellationToken)
    {
        var reader = new StreamChunkReader();
        return EventReader.ReadAsync(pipeline, request, options, data => reader.Read(data), response => RequestId = response.RequestId, cancellationToken);
    }

    private IAsyncEnumerable<string> ReadTextAsync(OpperPipeline pipeline, OpperRequest request, RequestOptions? options)
    {
        var reader = new StreamChunkReader();
        return EventReader.ReadAsync(pipeline, request, options, Read, response => RequestId = response.RequestId, _cancellationToken, Begin);

        string? Read(ReadOnlySpan<byte> data)
        {
            var delta = reader.ReadDelta(data, out var error);
            return error is null ? delta : throw ServerError(error, reader.SpanId, RequestId);
        }
    }
}
