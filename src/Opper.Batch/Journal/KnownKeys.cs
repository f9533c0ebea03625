namespace Opper.Batch.Journal;

/// <summary>
/// Tells most new keys from recorded ones without a query: a Bloom filter of 16 bits per key, in tables that double in size up to 8 MiB. As keys are hashes,
/// their bits are used as they are. One thread adds keys, and others may read meanwhile.
/// </summary>
internal sealed class KnownKeys
{
    private const int FirstSize = 65_536;
    private const int Doublings = 6;

    /// <summary>The bits of a key are in eight consecutive words, one in each: a cache line.</summary>
    private const int WordsOfLine = 8;
    private const int KeysOfLine = WordsOfLine * 64 / 16;

    private ulong[][] _tables = [];
    private int _space;

    public void Add(UInt128 key)
    {
        if (_space == 0)
        {
            _space = FirstSize << Math.Min(_tables.Length, Doublings);
            Volatile.Write(ref _tables, [.. _tables, new ulong[_space / KeysOfLine * WordsOfLine]]);
        }

        _space--;
        var line = Line(_tables[^1], key);
        for (var i = 0; i < line.Length; i++)
        {
            line[i] |= Bit(key, i);
        }
    }

    /// <returns>Whether the key may have been added; <see langword="false"/> is certain.</returns>
    public bool MayContain(UInt128 key)
    {
        foreach (var table in Volatile.Read(ref _tables))
        {
            if (IsIn(Line(table, key), key))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsIn(ReadOnlySpan<ulong> line, UInt128 key)
    {
        for (var i = 0; i < line.Length; i++)
        {
            if ((line[i] & Bit(key, i)) == 0)
            {
                return false;
            }
        }

        return true;
    }

    // The number of lines is a power of two.
    private static Span<ulong> Line(ulong[] table, UInt128 key) =>
        table.AsSpan((int)((ulong)(key >> 64) & (ulong)((table.Length / WordsOfLine) - 1)) * WordsOfLine, WordsOfLine);

    private static ulong Bit(UInt128 key, int word) => 1UL << (int)(((ulong)key >> (6 * word)) & 63);
}
