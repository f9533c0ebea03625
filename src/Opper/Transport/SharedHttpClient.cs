namespace Opper;

/// <summary>The connection pool of all clients without an <see cref="HttpClient"/> of the caller.</summary>
internal static class SharedHttpClient
{
    private static readonly Lazy<HttpMessageHandler> Handler = new(CreateOwnHandler);
    private static readonly Lazy<HttpClient> Client = new(() => new HttpClient(Handler.Value) { Timeout = System.Threading.Timeout.InfiniteTimeSpan });
    private static readonly Lazy<HttpMessageInvoker> Sender = new(() => new HttpMessageInvoker(Handler.Value));

    public static HttpClient Instance => Client.Value;

    /// <summary>Sends without the token source that HttpClient allocates per request for its timeout and pending requests, which are not used.</summary>
    /// <returns>The sender, or <see langword="null"/> if the client is the caller's.</returns>
    public static HttpMessageInvoker? SenderOf(HttpClient client) => Client.IsValueCreated && ReferenceEquals(client, Client.Value) ? Sender.Value : null;

#if NET
    public static SocketsHttpHandler CreateHandler() => new()
    {
        // A redirect would send the API key to another host.
        AllowAutoRedirect = false,
        UseCookies = false,
        Proxy = new ProxyOutsideLoopback(),
        AutomaticDecompression = System.Net.DecompressionMethods.All,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        EnableMultipleHttp2Connections = true,
        // An abandoned stream must close its connection immediately, because the model behind it costs money.
        MaxResponseDrainSize = 0,
    };

    private static SocketsHttpHandler CreateOwnHandler()
    {
        var handler = CreateHandler();
        // Replaced by DecodedContent, which allocates less.
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
