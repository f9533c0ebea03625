namespace Opper.Emulator.Http;

/// <summary>Reads bodies up to a limit.</summary>
internal static class BoundedBody
{
    public const int FieldLimit = 1024 * 1024;
    private const int PieceSize = 64 * 1024;

    /// <summary>The whole body of a request. If its Content-Length exceeds the limit, nothing is read.</summary>
    public static Task<byte[]> ReadAsync(HttpRequest request, int limit, string what) =>
        request.ContentLength > limit ? throw TooLarge(what, limit)
            : ReadAsync(request.Body, limit, what, request.HttpContext.RequestAborted, (int?)request.ContentLength ?? 0);

    public static async Task<byte[]> ReadAsync(Stream body, int limit, string what, CancellationToken cancellationToken, int expected = 0)
    {
        // The Content-Length is not trusted: memory grows with the data received.
        using var buffer = new MemoryStream(Math.Min(expected, PieceSize));
        await CopyAsync(body, buffer, limit, () => TooLarge(what, limit), cancellationToken).ConfigureAwait(false);
        return buffer.Length == buffer.Capacity ? buffer.GetBuffer() : buffer.ToArray();
    }

    /// <summary>Copies a body, as far as it can be read.</summary>
    public static async Task CopyAsync(Stream body, MemoryStream buffer, int limit, Func<ApiException> tooLarge, CancellationToken cancellationToken)
    {
        var piece = System.Buffers.ArrayPool<byte>.Shared.Rent(PieceSize);
        try
        {
            int read;
            while ((read = await body.ReadAsync(piece, cancellationToken).ConfigureAwait(false)) > 0)
            {
                if (buffer.Length + read > limit)
                {
                    throw tooLarge();
                }

                buffer.Write(piece, 0, read);
            }
        }
        finally
        {
            System.Buffers.ArrayPool<byte>.Shared.Return(piece);
        }
    }

    private static ApiException TooLarge(string what, int limit) =>
        ApiException.BadRequest(StatusCodes.Status413PayloadTooLarge, string.Create(CultureInfo.InvariantCulture, $"{what} is larger than {limit} bytes"));
}
