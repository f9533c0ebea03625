using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text.Json;

namespace Opper.Batch.Journal;

/// <summary>Makes the keys of rows: the first half of SHA-256 over their JSON.</summary>
internal sealed class JournalKey(JsonSerializerOptions options)
{
    private readonly ArrayBufferWriter<byte> _buffer = new(1024);

    /// <summary>One thread at a time.</summary>
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

    public static byte[] ToBytes(UInt128 key)
    {
        var bytes = new byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, key);
        return bytes;
    }
}
