using System.IO.Compression;
using System.Net;

namespace Opper.Transport;

/// <summary>A successful response: its complete body in pooled memory or, for a stream, the open response.</summary>
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

    /// <summary>Measures a stream until it is disposed; <see langword="null"/> if there is no telemetry listener.</summary>
    public ICallMeter? Measured { get; set; }
    public string? RequestId { get; }
    public HttpStatusCode StatusCode => _message.StatusCode;
    public string? MediaType => _message.Content?.Headers.ContentType?.MediaType;
    public HttpContent Content => _message.Content!;

    /// <summary>The body in the format of the operation.</summary>
    public ReadOnlyMemory<byte> Body => (_formed ?? _body)?.Memory ?? default;

    /// <summary>The body as received.</summary>
    public ReadOnlyMemory<byte> Received => _body?.Memory ?? default;

    /// <summary>Whether the end of the body is marked only by the closed connection. In-memory content always has a known end, and content that was
    /// decompressed by an application's handler no longer has the length it was sent with.</summary>
    public bool IsEndedByClose(Stream content) =>
#if NET
        Content is DecodedContent { Encoded: var encoded } ? HasNoLength(encoded) :
#endif
        HasNoLength(Content)
            && content is not (GZipStream or DeflateStream or MemoryStream
#if NET
                or BrotliStream or ZLibStream
#endif
                );

    public string? Header(string name) => ResponseHeaders.Find(_message, name);

    /// <summary>Translates a complete response of another endpoint to the operation's own format. Disposes the response if that fails.</summary>
    public void TakeForm(CallState state)
    {
        try
        {
            _formed = _body is null || state.Request.Operation.Streams ? null : state.Request.Operation.Form?.Read(this, state.Request);
            // JSON that was embedded in a string has not been checked against the limits yet.
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

    private bool HasNoLength(HttpContent content) =>
        content is not StreamContent && _message.Version.Major < 2 && content.Headers.ContentLength is null && _message.Headers.TransferEncodingChunked != true;
}
