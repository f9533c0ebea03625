using System.Buffers.Binary;

namespace Opper.Embeddings;

/// <summary>Parses eight ASCII digits at a time with SWAR arithmetic.</summary>
internal static class EightDigits
{
    public const int Count = 8;
    public const ulong Power = 100_000_000;

    private const ulong HighHalves = 0xF0F0F0F0F0F0F0F0;
    private const ulong Zeros = 0x3030303030303030;
    private const ulong SixEach = 0x0606060606060606;

    /// <returns>Whether the text starts with eight digits.</returns>
    public static bool TryRead(ReadOnlySpan<byte> text, out ulong number)
    {
        number = 0;
        if (text.Length < Count)
        {
            return false;
        }

        var bytes = BinaryPrimitives.ReadUInt64LittleEndian(text);
        if ((bytes & HighHalves) != Zeros || ((bytes + SixEach) & HighHalves) != Zeros)
        {
            return false;
        }

        // Combines adjacent digits into pairs, then quadruples, then all eight.
        bytes -= Zeros;
        bytes = (bytes * 10) + (bytes >> 8);
        number = (((bytes & 0x000000FF000000FF) * 0x000F424000000064) + (((bytes >> 16) & 0x000000FF000000FF) * 0x0000271000000001)) >> 32;
        return true;
    }
}
