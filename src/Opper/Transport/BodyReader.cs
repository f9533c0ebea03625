namespace Opper;

/// <summary>Reads bodies asynchronously, with the token to the last byte.</summary>
internal static class BodyReader
{
    /// <summary>How much of an error body is kept.</summary>
    public const int MaxErrorBytes = 64 * 1024;

    /// <summary>Reads into <paramref name="target"/>, which keeps what had come when this throws.</summary>
    /// <returns>Whether the end was reached; <see langword="false"/> when <paramref name="limit"/> was.</returns>
    public static async Task<bool> ReadAsync(HttpContent? content, PooledBytes target, int limit, CancellationToken cancellationToken)
    {
        if (content is null)
        {
            return true;
        }

#if NET
        var stream = await content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
#else
        var stream = await content.ReadAsStreamAsync().ConfigureAwait(false);
        // Streams of .NET Framework and of wrappers may ignore the token: closing the stream ends their read.
        using var closing = cancellationToken.Register(static state => ((Stream)state!).Dispose(), stream);
#endif
        if (content.Headers.ContentLength is { } length && length > 0 && length < limit)
        {
            // One byte more than announced, so that the end is seen without growing.
            target.EnsureRoom((int)length + 1);
        }

        while (target.Length < limit)
        {
            target.EnsureRoom(1);
            var room = Math.Min(target.Array.Length - target.Length, limit - target.Length);
            int read;
            try
            {
                read = await stream.ReadAsync(target.Array, target.Length, room, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception exception) when (cancellationToken.IsCancellationRequested && exception is not OperationCanceledException)
            {
                throw new OperationCanceledException(exception.Message, exception, cancellationToken);
            }

            if (read == 0)
            {
                return true;
            }

            target.Advance(read);
        }

        return false;
    }
}
