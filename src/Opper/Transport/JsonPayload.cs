using System.Net;

namespace Opper.Transport;

/// <summary>A JSON body, serialized once into pooled memory and sent by every attempt.</summary>
internal sealed class JsonPayload : RequestPayload
{
    private readonly PooledBytes _bytes;
    private int _sending;

    public JsonPayload(object value, ICallerTypes? types) => _bytes = JsonWrite.Request(value, types);

    public override bool CanReplay => true;

    public override HttpContent CreateContent() => new Content(this);

    // An abandoned attempt may still be reading the buffer; in that case it is not returned to the pool.
    public override void Release()
    {
        if (Volatile.Read(ref _sending) == 0)
        {
            _bytes.Dispose();
        }
    }

    private sealed class Content : HttpContent
    {
        private readonly JsonPayload _owner;

        public Content(JsonPayload owner)
        {
            _owner = owner;
            Headers.TryAddWithoutValidation("Content-Type", "application/json");
        }

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
            WriteAsync(stream, CancellationToken.None);

#if NET
        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken) =>
            WriteAsync(stream, cancellationToken);
#endif

        protected override bool TryComputeLength(out long length)
        {
            length = _owner._bytes.Length;
            return true;
        }

        private async Task WriteAsync(Stream stream, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref _owner._sending);
            await stream.WriteAsync(_owner._bytes.Array, 0, _owner._bytes.Length, cancellationToken).ConfigureAwait(false);
            Interlocked.Decrement(ref _owner._sending);
        }
    }
}
