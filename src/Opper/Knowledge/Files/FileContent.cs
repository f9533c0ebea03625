using System.Net;

namespace Opper.Knowledge;

/// <summary>The HTTP content that streams a file. It does not dispose the source.</summary>
internal sealed class FileContent(FileSource source, Action<long>? onProgress, CancellationToken cancellationToken) : HttpContent
{
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => source.CopyAsync(stream, onProgress, cancellationToken);

#if NET
    // The token of the transport is linked to that of the caller.
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken) =>
        source.CopyAsync(stream, onProgress, cancellationToken);
#endif

    protected override bool TryComputeLength(out long length)
    {
        length = source.Length ?? 0;
        return source.Length is not null;
    }
}
