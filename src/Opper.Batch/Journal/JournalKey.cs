using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text.Json;

namespace Opper.Batch.Journal;

/// <summary>Creates the keys of rows: the first half of the SHA-256 hash of their JSON.</summary>
internal static class JournalKey
{
    public const int Size = 16;

    /// <param name="value">What identifies the row.</param>
    /// <param name="options">How it is written; as in a request where there are none.</param>
    public static UInt128 Of(object? value, JsonSerializerOptions? options)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(options is null
            ? RawJson.From(value).Utf8.Span
            : JsonSerializer.SerializeToUtf8Bytes(value, value?.GetType() ?? typeof(object), options), hash);
        return Read(hash);
    }

    public static UInt128 Read(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadUInt128BigEndian(bytes);

    public static void Write(UInt128 key, Span<byte> bytes) => BinaryPrimitives.WriteUInt128BigEndian(bytes, key);
}
