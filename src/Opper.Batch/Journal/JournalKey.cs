using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text.Json;

namespace Opper.Batch.Journal;

/// <summary>Creates the keys of rows: the first half of the SHA-256 hash of their JSON.</summary>
internal sealed class JournalKey(JsonSerializerOptions options)
{
    public const int Size = 16;

    private readonly ArrayBufferWriter<byte> _buffer = new(1024);

    /// <summary>Not thread-safe.</summary>
    public UInt128 Of(object? value)
    {
        _buffer.ResetWrittenCount();
        using (var writer = new Utf8JsonWriter(_buffer))
        {
            JsonSerializer.Serialize(writer, value, value?.GetType() ?? typeof(object), options);
        }

        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(_buffer.WrittenSpan, hash);
        return BinaryPrimitives.ReadUInt128BigEndian(hash);
    }

    public static void Write(UInt128 key, Span<byte> bytes) => BinaryPrimitives.WriteUInt128BigEndian(bytes, key);
}
