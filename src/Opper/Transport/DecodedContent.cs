#if NET
using System.IO.Compression;
using System.Net;

namespace Opper.Transport;

/// <summary>
/// A body decompressed according to its Content-Encoding. <see cref="SocketsHttpHandler.AutomaticDecompression"/> does the same, but parses and formats the
/// accepted encodings for every request, which is a tenth of a call's allocations.
/// </summary>
internal sealed class DecodedContent : HttpContent
{
    /// <summary>The Accept-Encoding header of requests.</summary>
    public const string Accepted = "gzip, deflate, br";

    private const string ContentEncoding = "Content-Encoding";

    private readonly Func<Stream, Stream> _decode;

    private DecodedContent(HttpContent encoded, Func<Stream, Stream> decode, string? remaining)
    {
        Encoded = encoded;
        _decode = decode;
        foreach (var header in encoded.Headers.NonValidated)
        {
            // The Content-Length is that of the compressed body.
            if (!header.Key.Equals(ContentEncoding, StringComparison.OrdinalIgnoreCase)
                && !header.Key.Equals("Content-Length", StringComparison.OrdinalIgnoreCase))
            {
                Headers.TryAddWithoutValidation(header.Key, header.Value);
            }
        }

        if (remaining is not null)
        {
            Headers.TryAddWithoutValidation(ContentEncoding, remaining);
        }
    }

    /// <summary>The body as received.</summary>
    public HttpContent Encoded { get; }

    /// <summary>Replaces a compressed body. Only the last of several encodings is decoded, as in SocketsHttpHandler.</summary>
    public static void Replace(HttpResponseMessage response)
    {
        if (!response.Content.Headers.NonValidated.TryGetValues(ContentEncoding, out var values))
        {
            return;
        }

        var encodings = values.ToString().Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        Func<Stream, Stream>? decode = encodings.LastOrDefault()?.ToUpperInvariant() switch
        {
            "GZIP" => static stream => new GZipStream(stream, CompressionMode.Decompress),
            "DEFLATE" => static stream => new ZLibStream(stream, CompressionMode.Decompress),
            "BR" => static stream => new BrotliStream(stream, CompressionMode.Decompress),
            _ => null,
        };
        if (decode is not null)
        {
            response.Content = new DecodedContent(response.Content, decode, encodings.Length > 1 ? string.Join(", ", encodings[..^1]) : null);
        }
    }

    protected override async Task<Stream> CreateContentReadStreamAsync() =>
        _decode(await Encoded.ReadAsStreamAsync().ConfigureAwait(false));

    protected override async Task<Stream> CreateContentReadStreamAsync(CancellationToken cancellationToken) =>
        _decode(await Encoded.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false));

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        var decoded = await CreateContentReadStreamAsync().ConfigureAwait(false);
        await using (decoded.ConfigureAwait(false))
        {
            await decoded.CopyToAsync(stream).ConfigureAwait(false);
        }
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            Encoded.Dispose();
        }

        base.Dispose(disposing);
    }
}
#endif
