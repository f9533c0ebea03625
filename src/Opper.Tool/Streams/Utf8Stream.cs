using System.Buffers;
using System.Text;

namespace Opper.Tool.Streams;

/// <summary>Reads a stream, and checks that it is UTF-8. Reading asynchronously can be canceled, although reading a pipe or a terminal cannot.</summary>
internal sealed class Utf8Stream(string name, Func<Stream> open) : Stream
{
    private readonly Lazy<Stream> _stream = new(open);
    private byte[] _incomplete = [];
    private long _offset;
    private long _line = 1;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => _offset;
        set => throw new NotSupportedException();
    }

    public override int Read(Span<byte> buffer)
    {
        var count = _stream.Value.Read(buffer);
        Check(buffer[..count]);
        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        await Task.Run(() => Read(buffer.Span), CancellationToken.None).WaitAsync(cancellationToken).ConfigureAwait(false);

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing && _stream.IsValueCreated)
        {
            _stream.Value.Dispose();
        }

        base.Dispose(disposing);
    }

    private void Check(ReadOnlySpan<byte> read)
    {
        var isEnd = read.IsEmpty;
        ReadOnlySpan<byte> bytes = _incomplete.Length == 0 ? read : [.. _incomplete, .. read];
        while (!bytes.IsEmpty)
        {
            var status = Rune.DecodeFromUtf8(bytes, out var rune, out var length);
            if (status == OperationStatus.NeedMoreData && !isEnd)
            {
                break;
            }

            if (status != OperationStatus.Done)
            {
                throw new InvalidDataException(FormattableString.Invariant(
                    $"{name} is not valid UTF-8: line {_line}, byte {_offset + 1}. Save it in this encoding."));
            }

            _line += rune.Value == '\n' ? 1 : 0;
            _offset += length;
            bytes = bytes[length..];
        }

        _incomplete = bytes.ToArray();
    }
}
