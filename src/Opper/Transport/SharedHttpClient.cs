namespace Opper;

/// <summary>The connection pool of all clients that were given no <see cref="HttpClient"/> of their own.</summary>
internal static class SharedHttpClient
{
    private static readonly Lazy<HttpClient> Lazy = new(() => new HttpClient(CreateHandler()) { Timeout = System.Threading.Timeout.InfiniteTimeSpan });

    public static HttpClient Instance => Lazy.Value;

    public static HttpMessageHandler CreateHandler()
    {
#if NET
        return new SocketsHttpHandler
        {
            // A redirect would carry the key to wherever it points.
            AllowAutoRedirect = false,
            UseCookies = false,
            AutomaticDecompression = System.Net.DecompressionMethods.All,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            EnableMultipleHttp2Connections = true,
            // A stream left early closes its connection at once: the model behind it costs money.
            MaxResponseDrainSize = 0,
        };
#else
        return new HttpClientHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            AutomaticDecompression = System.Net.DecompressionMethods.GZip | System.Net.DecompressionMethods.Deflate,
        };
#endif
    }
}
