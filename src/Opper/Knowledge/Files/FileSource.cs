using System.Runtime.InteropServices;

namespace Opper.Knowledge;

/// <summary>The source of the bytes of an upload.</summary>
internal sealed class FileSource
{
    private readonly Func<Stream> _open;
    private readonly bool _leaveOpen;

    private FileSource(Func<Stream> open, long? length, bool canRewind, bool leaveOpen)
    {
        _open = open;
        _leaveOpen = leaveOpen;
        Length = length;
        CanRewind = canRewind;
    }

    /// <summary>The number of bytes, if known in advance.</summary>
    public long? Length { get; }

    public bool CanRewind { get; }

    public static FileSource FromPath(string path)
    {
        ThrowIf.Blank(path);
        var file = new FileInfo(path);
        if (!file.Exists)
        {
            throw new FileNotFoundException($"The file '{path}' does not exist.", path);
        }

        // CopyAsync has its own buffer.
        return new FileSource(
            () => new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1, FileOptions.Asynchronous | FileOptions.SequentialScan),
            file.Length,
            canRewind: true,
            leaveOpen: false);
    }

    public static FileSource FromStream(Stream file, long? length = null)
    {
        ThrowIf.Null(file);
        if (!file.CanRead)
        {
            throw new ArgumentException("The stream is not readable; it may have been closed.", nameof(file));
        }

        if (length < 0)
        {
            throw new ArgumentOutOfRangeException(nameof(length), length, "The length of a file must not be negative.");
        }

        var start = file.CanSeek ? file.Position : 0;
        return new FileSource(
            () =>
            {
                if (file.CanSeek)
                {
                    file.Position = start;
                }

                return file;
            },
            length ?? (file.CanSeek ? file.Length - start : null),
            file.CanSeek,
            leaveOpen: true);
    }

    public static FileSource FromBytes(ReadOnlyMemory<byte> content)
    {
        var segment = MemoryMarshal.TryGetArray(content, out var own) ? own : new ArraySegment<byte>(content.ToArray());
        return new FileSource(() => new MemoryStream(segment.Array!, segment.Offset, segment.Count, writable: false), segment.Count,
            canRewind: true, leaveOpen: false);
    }

    /// <summary>Copies all bytes from the start and checks that their number equals <see cref="Length"/>.</summary>
    public async Task CopyAsync(Stream target, Action<long>? onProgress, CancellationToken cancellationToken)
    {
        var source = Open();
        var buffer = System.Buffers.ArrayPool<byte>.Shared.Rent(64 * 1024);
        try
        {
            long sent = 0;
            int read;
            while ((read = await ReadAsync(source, buffer, cancellationToken).ConfigureAwait(false)) > 0)
            {
                if (sent + read > Length)
                {
                    throw Changed("longer");
                }

                await target.WriteAsync(buffer, 0, read, cancellationToken).ConfigureAwait(false);
                sent += read;
                onProgress?.Invoke(sent);
            }

            if (sent < Length)
            {
                throw Changed("shorter");
            }
        }
        finally
        {
            System.Buffers.ArrayPool<byte>.Shared.Return(buffer);
            if (!_leaveOpen)
            {
                source.Dispose();
            }
        }
    }

    private Stream Open()
    {
        try
        {
            return _open();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ObjectDisposedException)
        {
            throw Unreadable(exception);
        }
    }

    // An IOException of the file must not be mistaken for a connection failure, which is retried.
    private static async Task<int> ReadAsync(Stream source, byte[] buffer, CancellationToken cancellationToken)
    {
        try
        {
            return await source.ReadAsync(buffer, 0, buffer.Length, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            throw Unreadable(exception);
        }
    }

    private static InvalidOperationException Unreadable(Exception exception) => new($"The file cannot be read: {exception.Message}", exception);

    private InvalidOperationException Changed(string how) =>
        new(FormattableString.Invariant($"The file is {how} than its length of {Length} bytes; it may have changed during the upload."));
}
