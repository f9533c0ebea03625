namespace Opper;

/// <summary>Reads bodies asynchronously, with the token to the last byte.</summary>
internal static class BodyReader
{
    /// <summary>How much of an error body is kept.</summary>
    public const int MaxErrorBytes = 64 * 1024;

    // How much is allocated because a header announces it: a server may announce anything.
    private const int MaxReserved = 1024 * 1024;
    private const int MaxGrowth = 16;

    /// <summary>Reads into <paramref name="target"/>, which keeps what had come when this throws.</summary>
    /// <returns>Whether the end was reached; <see langword="false"/> where the body is longer than <paramref name="limit"/>, of which that much is kept.</returns>
    /// <exception cref="IOException">The body broke off, or cannot be decoded as its Content-Encoding says.</exception>
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
            throw cancellationToken.IsCancellationRequested ? new OperationCanceledException(exception.Message, exception, cancellationToken) : Broken(exception);
        }
    }

    public static Task<Stream> OpenAsync(HttpContent content, CancellationToken cancellationToken)
#if NET
        => content.ReadAsStreamAsync(cancellationToken);
#else
        => content.ReadAsStreamAsync();
#endif

    /// <summary>What a decoder or a connection threw, as the one exception of bodies that cannot be read: gzip, deflate and Brotli each throw their own.</summary>
    public static IOException Broken(Exception exception)
        => exception as IOException ?? new IOException("The body cannot be read, or not decoded as its Content-Encoding says.", exception);

    private static async Task<bool> ReadBodyAsync(HttpContent content, PooledBytes target, int limit, CancellationToken cancellationToken)
    {
        var stream = await OpenAsync(content, cancellationToken).ConfigureAwait(false);
#if !NET
        // Streams of .NET Framework and of wrappers may ignore the token: closing the stream ends their read.
        using var closing = cancellationToken.Register(static state => ((Stream)state!).Dispose(), stream);
#endif
        // One byte more than announced, so that the end is seen without growing.
        var announced = content.Headers.ContentLength + 1 ?? 0;
        target.EnsureRoom((int)Math.Min(announced, MaxReserved));
        while (true)
        {
            target.EnsureRoom(Missing(target.Length, announced));
            var left = limit - target.Length;
            // One byte beyond the limit tells a body that ends there from a longer one.
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

    // A server that has sent a good part of what it announced is believed about the rest.
    private static int Missing(int length, long announced)
        => length >= MaxReserved && announced > length && announced <= (long)length * MaxGrowth ? (int)Math.Min(announced - length, int.MaxValue) : 1;
}
