using System.Net;

namespace Opper;

/// <summary>The machine's proxy, for all but loopback addresses: a plain http call to this machine would go, key included, to the proxy.</summary>
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

    // Asked for each time, as the application may set it after the client was made.
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
