using System.Net;

namespace Opper;

/// <summary>The system proxy, bypassed for loopback addresses: a plain http request to this machine would otherwise send the key to the proxy.</summary>
internal sealed class ProxyOutsideLoopback : IWebProxy
{
    public ICredentials? Credentials
    {
        get => Machine?.Credentials;
        set
        {
            if (Machine is { } machine)
            {
                machine.Credentials = value;
            }
        }
    }

    // Not cached, because the application may set it after the client was created.
#if NET
    private static IWebProxy? Machine => HttpClient.DefaultProxy;
#else
    private static IWebProxy? Machine => WebRequest.DefaultWebProxy;
#endif

    public Uri? GetProxy(Uri destination)
        => IsBypassed(destination)
#if NET
            ? null
#else
            ? destination
#endif
            : Machine!.GetProxy(destination);

    public bool IsBypassed(Uri host) => host.IsLoopback || Machine?.IsBypassed(host) != false;
}
