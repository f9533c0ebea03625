using System.Buffers.Binary;
using System.Security.Cryptography;
using Opper.Emulator.Text;

namespace Opper.Emulator.Embeddings;

/// <summary>Bags of words hashed into a unit vector: texts with common words are near to each other, and always the same.</summary>
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
        // Terms may cancel each other out; a unit vector needs some direction all the same.
        if (length == 0)
        {
            vector[0] = length = 1;
        }

        return [.. vector.Select(x => (float)(x / length))];
    }
}
