using System.Buffers.Binary;
using System.Reflection;
using Parquet;
using Parquet.Meta;

namespace Opper.Batch.Formats;

/// <summary>A file that is read by Parquet.Net, which takes the end of a file, or of its metadata, for further bytes of a number, of which there is then no
/// end. The end of this one is an exception.</summary>
internal sealed class ParquetSource(string path) : FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read)
{
    private const int FooterEnd = 8;

    private static readonly ConstructorInfo? Reader =
        typeof(ParquetReader).Assembly.GetType("Parquet.Meta.Proto.ThriftCompactProtocolReader")?.GetConstructor([typeof(Stream)]);

    private static readonly MethodInfo? ReadMetadata = Reader is null ? null : typeof(FileMetaData).GetMethod(
        "Read", BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic, [Reader.DeclaringType!]);

    /// <summary>Reads the metadata as Parquet.Net does, but from bytes that end.</summary>
    /// <exception cref="EndOfStreamException">They are damaged.</exception>
    public async Task CheckMetadataAsync(CancellationToken cancellationToken)
    {
        var end = new byte[FooterEnd];
        if (Length < FooterEnd)
        {
            return;
        }

        Seek(-FooterEnd, SeekOrigin.End);
        await this.ReadExactlyAsync(end, cancellationToken).ConfigureAwait(false);
        var length = BinaryPrimitives.ReadInt32LittleEndian(end);
        if (ReadMetadata is null || length < 0 || length > Length - FooterEnd || !end.AsSpan(sizeof(int)).SequenceEqual("PAR1"u8))
        {
            // Parquet.Net rejects the length or the signature.
            return;
        }

        var footer = new byte[length];
        Seek(-FooterEnd - length, SeekOrigin.End);
        await this.ReadExactlyAsync(footer, cancellationToken).ConfigureAwait(false);
        using var bytes = new Footer(footer);
        ReadMetadata.Invoke(null, BindingFlags.DoNotWrapExceptions, null, [Reader!.Invoke([bytes])], null);
    }

    public override int ReadByte() => Checked(base.ReadByte());

    private static int Checked(int value) => value >= 0 ? value : throw new EndOfStreamException("The file, or its metadata, ends too early.");

    private sealed class Footer(byte[] bytes) : MemoryStream(bytes)
    {
        public override int ReadByte() => Checked(base.ReadByte());
    }
}
