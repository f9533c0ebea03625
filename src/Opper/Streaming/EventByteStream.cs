using System.Buffers;
#if NET
using System.Runtime.CompilerServices;
#else
using System.Runtime.InteropServices;
#endif

namespace Opper.Streaming;

/// <summary>
/// The bytes of an event stream. Enforces the idle timeout and the size limit of an event, reports truncation, and terminates the last event when the
/// server omitted the blank line after it, or the data of an error, because the parser would discard that event.
/// </summary>
internal sealed class EventByteStream(Stream inner, OpperPipeline pipeline, TimeSpan idleTimeout, string call, CancellationToken cancellationToken) : Stream
{
    private readonly IdleTimeout _idle = new(pipeline.Options.TimeProvider, idleTimeout, pipeline.ApplicationHttpClient, cancellationToken);
    private PooledBytes? _beginning;
    private EventLines _lines = new();
    private string? _ending;
    private int _ended;

    /// <summary>Whether the stream ended without the blank line that terminates an event.</summary>
    public bool EndedWithinEvent { get; private set; }

    /// <summary>Whether the stream may have been cut: its end is marked only by the closed connection, or it ended within a line.</summary>
    public bool MayBeCut { get => field || _lines.IsCut; init; }

    /// <summary>Whether an event with an item has been received.</summary>
    public bool HasItems { get; set; }

    /// <summary>The start of a body that is not an event stream despite its Content-Type; otherwise <see langword="null"/>.</summary>
    public byte[]? TakeNonEventBody() => _beginning is not null && !HasItems && _lines.BeginsAsEvents == false ? _beginning.Span.ToArray() : null;

    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    // The token parameter is ignored: the parser passes the stream's own token, which the idle timeout is linked to.
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        FillAsync(buffer.AsMemory(offset, count)).AsTask();

#if NET
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => FillAsync(buffer);
#endif

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("The stream supports asynchronous reads only.");

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _idle.Dispose();
            _beginning?.Dispose();
            inner.Dispose();
        }

        base.Dispose(disposing);
    }

    // Runs once per network read, so it does not allocate a task each time.
#if NET
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
#endif
    private async ValueTask<int> FillAsync(Memory<byte> buffer)
    {
        if (buffer.IsEmpty)
        {
            return 0;
        }

        if (_ending is not null)
        {
            return End(buffer.Span);
        }

        int read;
        try
        {
            read = await ReadInnerAsync(buffer).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw Broken(exception);
        }

        var taken = _lines.Read(buffer.Span.Slice(0, read));
        if (_lines.EventLength > pipeline.Options.MaxEventBytes)
        {
            throw StreamBounds.Exceeded(call, "one event", nameof(OpperClientOptions.MaxEventBytes), pipeline.Options.MaxEventBytes);
        }

        // A server may label an HTML page or plain JSON as an event stream: the start is buffered until the first event, for the error.
        if (!HasItems)
        {
            _beginning ??= new PooledBytes();
            _beginning.Write(buffer.Span.Slice(0, Math.Min(taken, BodyReader.MaxErrorBytes - _beginning.Length)));
        }

        if (taken < read || read == 0)
        {
            EndedWithinEvent = read == 0 && _lines.EventLength > 0;
            _ending = _lines.End();
        }

        return taken > 0 ? taken : End(buffer.Span);
    }

    private OpperException Broken(Exception exception) =>
        _idle.IsExpired ? new OpperTimeoutException(OpperTimeoutKind.StreamIdle, idleTimeout, call, exception)
            : new OpperStreamException(
                _idle.IsClientDisposed
                    ? $"{call}: {ConnectionFailure.ClientDisposed}"
                    : $"{call}: the connection failed in the middle of the stream, or the body does not match its Content-Encoding.",
                exception)
            {
                IsTruncated = true,
            };

    private ValueTask<int> ReadInnerAsync(Memory<byte> buffer)
    {
#if NET
        var pending = inner.ReadAsync(buffer, _idle.Token);
#else
        MemoryMarshal.TryGetArray((ReadOnlyMemory<byte>)buffer, out var segment);
        var pending = new ValueTask<int>(inner.ReadAsync(segment.Array!, segment.Offset, segment.Count, _idle.Token));
#endif
        // The idle timer is needed only when the bytes are not buffered yet.
        return pending.IsCompletedSuccessfully ? pending : WaitAsync(pending);
    }

#if NET
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
#endif
    private async ValueTask<int> WaitAsync(ValueTask<int> pending)
    {
        _idle.Start();
        var read = await pending.ConfigureAwait(false);
        _idle.Pause();
        return read;
    }

    private int End(Span<byte> buffer)
    {
        if (_ended == _ending!.Length)
        {
            return 0;
        }

        buffer[0] = (byte)_ending[_ended++];
        return 1;
    }
}
