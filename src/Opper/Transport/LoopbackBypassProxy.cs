using System.Net;

namespace Opper.Transport;

/// <summary>The system proxy, bypassed for loopback addresses: a plain http request to this machine would otherwise send the key to the proxy.</summary>
internal sealed class LoopbackBypassProxy : IWebProxy
{
    public ICredentials? Credentials
    {
        get => SystemProxy?.Credentials;
        set
        {
            if (SystemProxy is { } machine)
            {
                machine.Credentials = value;
            }
        }
    }

    // Not cached, because the application may set it after the client was created.
#if NET
    private static IWebProxy? SystemProxy => HttpClient.DefaultProxy;
#else
    private static IWebProxy? SystemProxy => WebRequest.DefaultWebProxy;
#endif

    public Uri? GetProxy(Uri destination) =>
        IsBypassed(destination)
#if NET
            ? null
#else
            ? destination
#endif
            : SystemProxy!.GetProxy(destination);

    public bool IsBypassed(Uri host) => host.IsLoopback || SystemProxy?.IsBypassed(host) != false;
}
