#if NET
using System.Runtime.CompilerServices;
#else
using System.Runtime.InteropServices;
#endif

namespace Opper;

/// <summary>
/// The bytes of a stream's events: bounds the silence between two reads, reports a cut as what it is, and ends the last event
/// where the server left out the empty line after it.
/// </summary>
internal sealed class EventByteStream(Stream inner, TimeProvider timeProvider, TimeSpan idleTimeout, string call, CancellationToken cancellationToken) : Stream
{
    private readonly Deadline _idle = new(timeProvider, idleTimeout, cancellationToken);
    private byte _last = (byte)'\n';
    private byte _beforeLast = (byte)'\n';
    private int _padding = 2;

    /// <summary>Whether the stream ended without the empty line that ends an event.</summary>
    public bool EndedWithinEvent { get; private set; }

    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    // The token is the stream's own, which the deadline is linked to: the one passed in is the same.
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
        => FillAsync(buffer.AsMemory(offset, count)).AsTask();

#if NET
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => FillAsync(buffer);
#endif

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("Streams of the API are read asynchronously.");

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
            inner.Dispose();
        }

        base.Dispose(disposing);
    }

    // Called for every few events, so without a task of its own each time.
#if NET
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
#endif
    private async ValueTask<int> FillAsync(Memory<byte> buffer)
    {
        if (buffer.IsEmpty)
        {
            return 0;
        }

        int read;
        try
        {
#if NET
            var pending = inner.ReadAsync(buffer, _idle.Token);
            if (pending.IsCompletedSuccessfully)
            {
                read = pending.Result;
            }
            else
            {
                _idle.Restart();
                read = await pending.ConfigureAwait(false);
                _idle.Pause();
            }
#else
            _idle.Restart();
            MemoryMarshal.TryGetArray((ReadOnlyMemory<byte>)buffer, out var segment);
            read = await inner.ReadAsync(segment.Array!, segment.Offset, segment.Count, _idle.Token).ConfigureAwait(false);
            _idle.Pause();
#endif
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException or ObjectDisposedException or HttpRequestException)
        {
            throw Translate(exception);
        }

        return read > 0 ? Remember(buffer.Span, read) : End(buffer.Span);
    }

    private Exception Translate(Exception exception)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return _idle.IsExpired
            ? new OpperTimeoutException(OpperTimeoutKind.StreamIdle, idleTimeout, call, exception)
            : new OpperStreamException($"{call}: the connection broke within the stream.", exception) { IsTruncated = true };
    }

    private int Remember(ReadOnlySpan<byte> buffer, int read)
    {
        _beforeLast = read > 1 ? buffer[read - 2] : _last;
        _last = buffer[read - 1];
        return read;
    }

    private int End(Span<byte> buffer)
    {
        EndedWithinEvent |= _padding == 2 && !(IsLineEnd(_last) && (IsLineEnd(_beforeLast)));
        if (_padding == 0)
        {
            return 0;
        }

        _padding--;
        buffer[0] = (byte)'\n';
        return 1;
    }

    private static bool IsLineEnd(byte value) => value is (byte)'\n' or (byte)'\r';
}
