using System.Buffers;
#if NET
using System.Runtime.CompilerServices;
#else
using System.Runtime.InteropServices;
#endif

namespace Opper.Streaming;

/// <summary>
/// The bytes of an event stream. Enforces the idle timeout and the size limit of an event, reports truncation, and terminates the last event when the
/// server omitted the blank line after it, because the parser would discard that event.
/// </summary>
internal sealed class EventByteStream(Stream inner, OpperPipeline pipeline, TimeSpan idleTimeout, string call, CancellationToken cancellationToken) : Stream
{
    private readonly IdleTimeout _idle = new(pipeline.Options.TimeProvider, idleTimeout, pipeline.ApplicationHttpClient, cancellationToken);
    private PooledBytes? _beginning;
    private long _eventLength;
    private byte _last = (byte)'\n';
    private int _padding = 2;

    /// <summary>Whether the stream ended without the blank line that terminates an event.</summary>
    public bool EndedWithinEvent { get; private set; }

    /// <summary>Whether the end of the body is marked only by the closed connection.</summary>
    public bool IsEndedByClose { get; init; }

    /// <summary>Whether an event has been received.</summary>
    public bool HasEvents { get; set; }

    /// <summary>The start of a body that is not an event stream despite its Content-Type; otherwise <see langword="null"/>.</summary>
    public byte[]? TakeNonEventBody() => _beginning is not null && !HasEvents && !BeginsAsEvents(_beginning.Span) ? _beginning.Span.ToArray() : null;

    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    // The token parameter is ignored: the parser passes the stream's own token, which the idle timeout is linked to.
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
        => FillAsync(buffer.AsMemory(offset, count)).AsTask();

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

        if (read == 0)
        {
            return End(buffer.Span);
        }

        Measure(buffer.Span.Slice(0, read));
        if (!HasEvents)
        {
            KeepBeginning(buffer.Span.Slice(0, read));
        }

        return read;
    }

    // A server may label an HTML page or plain JSON as an event stream: the start is buffered until the first event, for the error.
    private void KeepBeginning(ReadOnlySpan<byte> bytes)
    {
        _beginning ??= new PooledBytes();
        var kept = bytes.Slice(0, Math.Min(bytes.Length, BodyReader.MaxErrorBytes - _beginning.Length));
        _beginning.Write(kept);
    }

    private static bool BeginsAsEvents(ReadOnlySpan<byte> bytes)
    {
        var line = bytes.StartsWith("\uFEFF"u8) ? bytes.Slice(3) : bytes;
        while (!line.IsEmpty && (IsLineEnd(line[0]) || line[0] == ' '))
        {
            line = line.Slice(1);
        }

        return line.IsEmpty || line[0] == ':' || Begins(line, "data"u8) || Begins(line, "event"u8) || Begins(line, "id"u8) || Begins(line, "retry"u8);
    }

    private static bool Begins(ReadOnlySpan<byte> line, ReadOnlySpan<byte> field)
        => line.StartsWith(field) && (line.Length == field.Length || line[field.Length] == ':' || IsLineEnd(line[field.Length]));

    private OpperException Broken(Exception exception)
        => _idle.IsExpired ? new OpperTimeoutException(OpperTimeoutKind.StreamIdle, idleTimeout, call, exception)
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

    // Counted from the last blank line, because the parser buffers everything up to the next one. CRLF is one line ending, even when split across two reads.
    private void Measure(ReadOnlySpan<byte> bytes)
    {
        var isSplit = _last == '\r' && bytes[0] == '\n';
        var blank = Math.Max(bytes.LastIndexOf("\n\n"u8), Math.Max(bytes.LastIndexOf("\n\r"u8), bytes.LastIndexOf("\r\r"u8)));
        var end = blank >= 0 ? blank + 2 : (isSplit ? _eventLength == 0 : IsLineEnd(_last) && IsLineEnd(bytes[0])) ? 1 : 0;
        if (end > 0 && end < bytes.Length && bytes[end] == '\n' && bytes[end - 1] == '\r')
        {
            end++;
        }

        _eventLength = bytes.Length - end + (end == 0 ? _eventLength : 0);
        _last = bytes[bytes.Length - 1];
        if (_eventLength > pipeline.Options.MaxEventBytes)
        {
            throw StreamBounds.Exceeded(call, "one event", nameof(OpperClientOptions.MaxEventBytes), pipeline.Options.MaxEventBytes);
        }
    }

    // Appends two line endings, so that the parser emits the last event.
    private int End(Span<byte> buffer)
    {
        EndedWithinEvent |= _padding == 2 && _eventLength > 0;
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
