using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Opper.Emulator.Embeddings;

/// <summary>Hashes the words of a text into a unit vector, deterministically; texts with common words have similar vectors.</summary>
internal static class HashedEmbedding
{
    public static float[] Of(string text, int dimensions)
    {
        var vector = new double[dimensions];
        var terms = Words.Terms(text);
        foreach (var (term, count) in (terms.Count > 0 ? terms : [text]).CountBy(t => t, StringComparer.Ordinal))
        {
            var hash = BinaryPrimitives.ReadUInt64LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(term)));
            vector[(int)((hash >> 1) % (ulong)dimensions)] += (hash % 2 == 0 ? 1 : -1) * (1 + Math.Log(count));
        }

        var length = Math.Sqrt(vector.Sum(x => x * x));
        // Terms may cancel out, but a unit vector cannot be zero.
        if (length == 0)
        {
            vector[0] = length = 1;
        }

        return [.. vector.Select(x => (float)(x / length))];
    }
}
