namespace Opper;

/// <summary>The connection pool of all clients that were given no <see cref="HttpClient"/> of their own.</summary>
internal static class SharedHttpClient
{
    private static readonly Lazy<HttpMessageHandler> Handler = new(CreateOwnHandler);
    private static readonly Lazy<HttpClient> Client = new(() => new HttpClient(Handler.Value) { Timeout = System.Threading.Timeout.InfiniteTimeSpan });
    private static readonly Lazy<HttpMessageInvoker> Sender = new(() => new HttpMessageInvoker(Handler.Value));

    public static HttpClient Instance => Client.Value;

    /// <summary>What sends without a second token source around each call, which a client with no timeout and no headers of its own has no use for.</summary>
    /// <returns>The sender, or <see langword="null"/> where the client is somebody else's.</returns>
    public static HttpMessageInvoker? SenderOf(HttpClient client) => Client.IsValueCreated && ReferenceEquals(client, Client.Value) ? Sender.Value : null;

#if NET
    public static SocketsHttpHandler CreateHandler() => new()
    {
        // A redirect would carry the key to wherever it points.
        AllowAutoRedirect = false,
        UseCookies = false,
        Proxy = new ProxyOutsideLoopback(),
        AutomaticDecompression = System.Net.DecompressionMethods.All,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        EnableMultipleHttp2Connections = true,
        // A stream left early closes its connection at once: the model behind it costs money.
        MaxResponseDrainSize = 0,
    };

    private static SocketsHttpHandler CreateOwnHandler()
    {
        var handler = CreateHandler();
        // DecodedContent does it for less.
        handler.AutomaticDecompression = System.Net.DecompressionMethods.None;
        return handler;
    }
#else
    public static HttpClientHandler CreateHandler() => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        Proxy = new ProxyOutsideLoopback(),
        AutomaticDecompression = System.Net.DecompressionMethods.GZip | System.Net.DecompressionMethods.Deflate,
    };

    private static HttpClientHandler CreateOwnHandler() => CreateHandler();
#endif
}
