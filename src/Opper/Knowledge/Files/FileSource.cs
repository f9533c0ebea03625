using System.Runtime.InteropServices;

namespace Opper.Knowledge;

/// <summary>Where the bytes of an upload come from, and whether they can be had a second time.</summary>
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

    /// <summary>How many bytes there are, if that is known before they are read.</summary>
    public long? Length { get; }

    public bool CanRewind { get; }

    public static FileSource FromPath(string path)
    {
        ThrowIf.Blank(path);
        var file = new FileInfo(path);
        if (!file.Exists)
        {
            throw new FileNotFoundException($"There is no file '{path}'.", path);
        }

        // Pieces are as large as a buffer of the stream's own would be.
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
            throw new ArgumentException("The file's stream cannot be read; was it closed?", nameof(file));
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
        return new FileSource(() => new MemoryStream(segment.Array!, segment.Offset, segment.Count, writable: false), segment.Count, canRewind: true, leaveOpen: false);
    }

    /// <summary>Copies all bytes from the beginning, piece by piece, and holds them against <see cref="Length"/>.</summary>
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
                    throw Changed("is longer");
                }

                await target.WriteAsync(buffer, 0, read, cancellationToken).ConfigureAwait(false);
                sent += read;
                onProgress?.Invoke(sent);
            }

            if (sent < Length)
            {
                throw Changed("ended earlier");
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

    // A broken file must not pass for a broken connection, which would be tried again.
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

    private static InvalidOperationException Unreadable(Exception exception) => new($"The file could not be read: {exception.Message}", exception);

    private InvalidOperationException Changed(string how)
        => new(FormattableString.Invariant($"The file {how} than its length of {Length} bytes says; did it change while it was sent?"));
}
