namespace Opper.Emulator.Inspection;

/// <summary>Forwards a response body and keeps its start.</summary>
internal sealed class RecordedBody(Stream inner) : WriteOnlyStream
{
    public const int Limit = 256 * 1024;
    private readonly Lock _gate = new();
    private readonly MemoryStream _kept = new();

    public string Text
    {
        get
        {
            lock (_gate)
            {
                return Encoding.UTF8.GetString(_kept.GetBuffer(), 0, (int)_kept.Length);
            }
        }
    }

    public override void Flush() => inner.Flush();

    public override Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);

    public override void Write(byte[] buffer, int offset, int count)
    {
        Keep(buffer.AsSpan(offset, count));
        inner.Write(buffer, offset, count);
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Keep(buffer.Span);
        return inner.WriteAsync(buffer, cancellationToken);
    }

    private void Keep(ReadOnlySpan<byte> bytes)
    {
        lock (_gate)
        {
            _kept.Write(bytes[..Math.Min(bytes.Length, Limit - (int)_kept.Length)]);
        }
    }
}
