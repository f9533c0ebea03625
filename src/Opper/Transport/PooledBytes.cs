using System.Buffers;

namespace Opper;

/// <summary>A growing byte buffer in pooled memory.</summary>
internal sealed class PooledBytes(int capacity = 4096) : IBufferWriter<byte>, IDisposable
{
    // The shared pool keeps arrays of up to 1 GB, so a large response would stay in memory.
    private const int MaxPooled = 16 * 1024 * 1024;

    // Larger arrays that were outgrown are not returned, so that one body does not leave several of them in the pool.
    private const int MaxPooledStep = 4 * 1024 * 1024;

    // Array.MaxLength, which older frameworks lack.
    private const int MaxLength = 0x7FFFFFC7;

    private byte[]? _array = Rent(capacity);

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
        var needed = (long)Length + Math.Max(sizeHint, 1);
        if (Array.Length >= needed)
        {
            return;
        }

        if (needed > MaxLength)
        {
            throw new InvalidOperationException("A body of more than 2 GB is not supported.");
        }

        var larger = Rent((int)Math.Min(MaxLength, Math.Max(2L * Array.Length, needed)));
        Buffer.BlockCopy(Array, 0, larger, 0, Length);
        if (Array.Length <= MaxPooledStep)
        {
            Return(Array);
        }

        _array = larger;
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _array, null) is { } array)
        {
            Return(array);
        }
    }

    private static byte[] Rent(int length)
    {
        if (length <= MaxPooled)
        {
            return ArrayPool<byte>.Shared.Rent(length);
        }

#if NET
        return GC.AllocateUninitializedArray<byte>(length);
#else
        return new byte[length];
#endif
    }

    private static void Return(byte[] array)
    {
        if (array.Length <= MaxPooled)
        {
            ArrayPool<byte>.Shared.Return(array);
        }
    }
}
