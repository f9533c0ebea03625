namespace Opper.Transport;

/// <summary>Reads bodies asynchronously; cancellation applies until the last byte.</summary>
internal static class BodyReader
{
    /// <summary>The number of bytes that are kept of an error body.</summary>
    public const int MaxErrorBytes = 64 * 1024;

    // The most that is allocated up front for a Content-Length, which the server may have made up.
    private const int MaxReserved = 1024 * 1024;
    private const int MaxGrowth = 16;

    /// <summary>Reads into <paramref name="target"/>, which keeps what has been received if this throws.</summary>
    /// <returns>Whether the end was reached; <see langword="false"/> if the body is longer than <paramref name="limit"/> and was truncated.</returns>
    /// <exception cref="IOException">The body is incomplete, or does not match its Content-Encoding.</exception>
    public static async Task<bool> ReadAsync(HttpContent? content, PooledBytes target, int limit, CancellationToken cancellationToken)
    {
        if (content is null)
        {
            return true;
        }

        try
        {
            return await ReadBodyAsync(content, target, limit, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not (OperationCanceledException or IOException))
        {
            throw cancellationToken.IsCancellationRequested
                ? new OperationCanceledException(exception.Message, exception, cancellationToken)
                : Broken(exception);
        }
    }

    public static Task<Stream> OpenAsync(HttpContent content, CancellationToken cancellationToken) =>
#if NET
        content.ReadAsStreamAsync(cancellationToken);
#else
        content.ReadAsStreamAsync();
#endif

    /// <summary>The single exception type for bodies that cannot be read: gzip, deflate and Brotli decoders each throw their own.</summary>
    public static IOException Broken(Exception exception) =>
        exception as IOException ?? new IOException("The body cannot be read, or does not match its Content-Encoding.", exception);

    private static async Task<bool> ReadBodyAsync(HttpContent content, PooledBytes target, int limit, CancellationToken cancellationToken)
    {
        var stream = await OpenAsync(content, cancellationToken).ConfigureAwait(false);
#if !NET
        // Streams of .NET Framework and of wrappers may ignore the token; disposing the stream aborts the read.
        using var closing = cancellationToken.Register(static state => ((Stream)state!).Dispose(), stream);
#endif
        // One byte more than the Content-Length, so that the end is detected without growing the buffer.
        var announced = content.Headers.ContentLength + 1 ?? 0;
        target.EnsureRoom((int)Math.Min(announced, MaxReserved));
        while (true)
        {
            target.EnsureRoom(Missing(target.Length, announced));
            var left = limit - target.Length;
            // One byte beyond the limit distinguishes a body that ends there from a longer one.
            var room = (int)Math.Min(target.Array.Length - target.Length, left + 1L);
#if NET
            var read = await stream.ReadAsync(target.Array.AsMemory(target.Length, room), cancellationToken).ConfigureAwait(false);
#else
            var read = await stream.ReadAsync(target.Array, target.Length, room, cancellationToken).ConfigureAwait(false);
#endif
            if (read == 0)
            {
                return true;
            }

            target.Advance(Math.Min(read, left));
            if (read > left)
            {
                return false;
            }
        }
    }

    // Once a good part of the Content-Length has arrived, the rest is allocated at once.
    private static int Missing(int length, long announced) =>
        length >= MaxReserved && announced > length && announced <= (long)length * MaxGrowth ? (int)Math.Min(announced - length, int.MaxValue) : 1;
}
