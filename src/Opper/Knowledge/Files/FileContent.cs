using System.Net;

namespace Opper.Knowledge;

/// <summary>A file as a request's content, streamed from its source and left to its owner.</summary>
internal sealed class FileContent(FileSource source, Action<long>? onProgress, CancellationToken cancellationToken) : HttpContent
{
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => source.CopyAsync(stream, onProgress, cancellationToken);

#if NET
    // The caller's token is among those that the transport's comes from.
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
        => source.CopyAsync(stream, onProgress, cancellationToken);
#endif

    protected override bool TryComputeLength(out long length)
    {
        length = source.Length ?? 0;
        return source.Length is not null;
    }
}
