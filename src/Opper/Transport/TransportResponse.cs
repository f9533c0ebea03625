using System.IO.Compression;
using System.Net;

namespace Opper;

/// <summary>A successful answer: its whole body in pooled memory, or, for a stream, the open response.</summary>
internal sealed class TransportResponse : IDisposable
{
    private readonly HttpResponseMessage _message;
    private PooledBytes? _body;
    private PooledBytes? _formed;

    public TransportResponse(HttpResponseMessage message, PooledBytes? body, int attempts)
    {
        _message = message;
        _body = body;
        Attempts = attempts;
        RequestId = ResponseHeaders.RequestId(message);
    }

    public int Attempts { get; }

    /// <summary>What measures a stream until it is left; it ends with the response. <see langword="null"/> when nobody listens.</summary>
    public ICallMeter? Measured { get; set; }
    public string? RequestId { get; }
    public HttpStatusCode StatusCode => _message.StatusCode;
    public string? MediaType => _message.Content?.Headers.ContentType?.MediaType;
    public HttpContent Content => _message.Content!;

    /// <summary>The body, in the form of the operation.</summary>
    public ReadOnlyMemory<byte> Body => (_formed ?? _body)?.Memory ?? default;

    /// <summary>The body as it came.</summary>
    public ReadOnlyMemory<byte> Received => _body?.Memory ?? default;

    /// <summary>
    /// Whether nothing but the closed connection says where the body ends. What a handler in memory gives, and what has been decompressed, has another end.
    /// </summary>
    public bool IsEndedByClose(Stream content)
        => _message.Version.Major < 2
            && Content.Headers.ContentLength is null
            && _message.Headers.TransferEncodingChunked != true
            && Content is not StreamContent
            && content is not (GZipStream or DeflateStream or MemoryStream
#if NET
                or BrotliStream or ZLibStream
#endif
                );

    public string? Header(string name) => ResponseHeaders.Find(_message, name);

    /// <summary>Brings a whole answer from another endpoint into the operation's own form. If that fails, the response is given back.</summary>
    public void TakeForm(CallState state)
    {
        try
        {
            _formed = _body is null || state.Request.Operation.Streams ? null : state.Request.Operation.Form?.Read(this, state.Request);
            // JSON that was a text until now has not been held against them yet.
            if (_formed is not null && JsonBounds.FindExceeded(_formed.Span, state.Options.JsonLimits) is { } setting)
            {
                throw ResponseReader.Exceeds(setting, _message, _body!, state);
            }
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public IReadOnlyDictionary<string, IReadOnlyList<string>> CopyHeaders() => ResponseHeaders.Copy(_message);

    public void Dispose()
    {
        Measured?.End();
        _message.Dispose();
        Interlocked.Exchange(ref _body, null)?.Dispose();
        Interlocked.Exchange(ref _formed, null)?.Dispose();
    }
}
