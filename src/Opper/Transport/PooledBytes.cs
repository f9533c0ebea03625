using System.Buffers;

namespace Opper;

/// <summary>A growing byte buffer on pooled memory.</summary>
internal sealed class PooledBytes(int capacity = 4096) : IBufferWriter<byte>, IDisposable
{
    private byte[]? _array = ArrayPool<byte>.Shared.Rent(capacity);

    public int Length { get; private set; }

    public byte[] Array => _array ?? throw new ObjectDisposedException(nameof(PooledBytes));

    public ReadOnlyMemory<byte> Memory => Array.AsMemory(0, Length);

    public ReadOnlySpan<byte> Span => Array.AsSpan(0, Length);

    public void Advance(int count) => Length += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        EnsureRoom(sizeHint);
        return Array.AsMemory(Length);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        EnsureRoom(sizeHint);
        return Array.AsSpan(Length);
    }

    public void EnsureRoom(int sizeHint)
    {
        var wanted = Math.Max(sizeHint, 1);
        if (Array.Length - Length >= wanted)
        {
            return;
        }

        var larger = ArrayPool<byte>.Shared.Rent(checked(Math.Max(Array.Length * 2, Length + wanted)));
        Buffer.BlockCopy(Array, 0, larger, 0, Length);
        ArrayPool<byte>.Shared.Return(Array);
        _array = larger;
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _array, null) is { } array)
        {
            ArrayPool<byte>.Shared.Return(array);
        }
    }
}
