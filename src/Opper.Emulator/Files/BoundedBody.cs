using System.Globalization;
using Microsoft.AspNetCore.Http;
using Opper.Emulator.Http;

namespace Opper.Emulator.Files;

/// <summary>Reads a body up to a limit.</summary>
internal static class BoundedBody
{
    public const int FieldLimit = 1024 * 1024;

    public static async Task<byte[]> ReadAsync(Stream body, int limit, string what, CancellationToken cancellationToken)
    {
        using var buffer = new MemoryStream();
        var piece = new byte[64 * 1024];
        int read;
        while ((read = await body.ReadAsync(piece, cancellationToken).ConfigureAwait(false)) > 0)
        {
            if (buffer.Length + read > limit)
            {
                throw ApiException.BadRequest(StatusCodes.Status413PayloadTooLarge, string.Create(CultureInfo.InvariantCulture, $"{what} is larger than {limit} bytes"));
            }

            buffer.Write(piece, 0, read);
        }

        return buffer.ToArray();
    }
}
